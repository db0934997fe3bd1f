import { Column, Entity, PrimaryColumn } from 'typeorm'

/** Where a doctor sits: a county doctor may also sit at townships (joint clinics). */
@Entity('doctor_department')
export class DoctorDepartment {
  @PrimaryColumn({ name: 'doctor_id', type: 'varchar', length: 64 })
  doctorId: string
  @PrimaryColumn({ name: 'department_id', type: 'varchar', length: 64 })
  departmentId: string
  @Column({ name: 'active', type: 'boolean' })
  active: boolean
}
