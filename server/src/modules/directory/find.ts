/** Institutions, departments and doctors by their platform ids, for the other modules. */
import { type DataSource, In } from 'typeorm'
import type { Tx } from '../../db/transaction'
import { Department } from './department.entity'
import { Doctor } from './doctor.entity'
import { DoctorDepartment } from './doctor-department.entity'
import { Institution } from './institution.entity'

type Db = DataSource | Tx
const managerOf = (db: Db): Tx => ('manager' in db ? db.manager : (db as Tx))

export const findInstitution = (db: Db, institutionId: string): Promise<Institution | null> =>
  managerOf(db).findOneBy(Institution, { institutionId })

export const findDepartment = (db: Db, departmentId: string): Promise<Department | null> =>
  managerOf(db).findOneBy(Department, { departmentId })

export const findDoctor = (db: Db, doctorId: string): Promise<Doctor | null> =>
  managerOf(db).findOneBy(Doctor, { doctorId })

export const findDoctors = async (db: Db, ids: readonly string[]): Promise<Map<string, Doctor>> => {
  const doctors = ids.length ? await managerOf(db).findBy(Doctor, { doctorId: In([...new Set(ids)]) }) : []
  return new Map(doctors.map(d => [d.doctorId, d]))
}

export const findInstitutions = async (db: Db, ids: readonly string[]): Promise<Map<string, Institution>> => {
  const found = ids.length ? await managerOf(db).findBy(Institution, { institutionId: In([...new Set(ids)]) }) : []
  return new Map(found.map(i => [i.institutionId, i]))
}

/** Names by id; an unknown id is left out. */
export const institutionNames = async (db: Db, ids: readonly string[]): Promise<Map<string, string>> => {
  const found = await findInstitutions(db, ids)
  return new Map([...found.values()].map(i => [i.institutionId, i.name]))
}

/** Whether the doctor sits in a department of the institution. */
export const sitsAt = (db: Db, doctorId: string, institutionId: string): Promise<boolean> =>
  managerOf(db)
    .createQueryBuilder(DoctorDepartment, 's')
    .innerJoin(Department, 'd', 'd.department_id = s.department_id')
    .where('s.doctor_id = :doctorId AND s.active = TRUE AND d.institution_id = :institutionId', {
      doctorId,
      institutionId,
    })
    .getExists()
