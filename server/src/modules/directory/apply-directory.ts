/** Keeps the directory as the county platform tells it: idempotent, in any order. */
import { upsertNewer } from '../../db/upsert-newer'
import type { Tx } from '../../db/transaction'
import type {
  DirectoryChanges,
  IncomingDepartment,
  IncomingDoctor,
  IncomingInstitution,
  IncomingSeat,
} from './incoming'
import { searchTextOf } from './search-text'

const institutionRow = (i: IncomingInstitution) => ({
  institution_id: i.institutionId,
  name: i.name,
  kind: i.kind,
  address: i.address,
  phone: i.phone,
  directions: i.directions,
  latitude: i.position?.latitude ?? null,
  longitude: i.position?.longitude ?? null,
  credit_code: i.creditCode ?? null,
  search_text: searchTextOf([i.name], [], 1000),
  active: i.active,
  platform_updated_at: i.updatedAt,
})

const departmentRow = (d: IncomingDepartment) => ({
  department_id: d.departmentId,
  institution_id: d.institutionId,
  name: d.name,
  treats: JSON.stringify(d.treats),
  place: d.place,
  search_text: searchTextOf([d.name], d.treats, 1000),
  active: d.active,
  platform_updated_at: d.updatedAt,
})

const doctorRow = (d: IncomingDoctor) => ({
  doctor_id: d.doctorId,
  name: d.name,
  title: d.title,
  grade: d.grade,
  good_at: d.goodAt,
  photo_url: d.photoUrl,
  independent_since: d.independentSince ?? null,
  paediatric: d.paediatric ?? false,
  search_text: searchTextOf([d.name], d.goodAt ? [d.goodAt] : [], 1200),
  active: d.active,
  platform_updated_at: d.updatedAt,
})

const upsertSeats = async (tx: Tx, seats: readonly IncomingSeat[]): Promise<number> => {
  if (!seats.length) return 0
  const result = (await tx.query(
    `INSERT INTO doctor_department (doctor_id, department_id, active) VALUES ${seats.map(() => '(?, ?, ?)').join(', ')}
     ON DUPLICATE KEY UPDATE active = VALUES(active)`,
    seats.flatMap(s => [s.doctorId, s.departmentId, s.active]),
  )) as { affectedRows: number }
  return Math.min(result.affectedRows, seats.length)
}

/** @returns how many rows changed (a row told again unchanged may count). */
export const applyDirectory = async (tx: Tx, changes: DirectoryChanges): Promise<number> => {
  const { institutions = [], departments = [], doctors = [], seats = [] } = changes
  return (
    (await upsertNewer(tx, 'institution', ['institution_id'], institutions.map(institutionRow))) +
    (await upsertNewer(tx, 'department', ['department_id'], departments.map(departmentRow))) +
    (await upsertNewer(tx, 'doctor', ['doctor_id'], doctors.map(doctorRow))) +
    (await upsertSeats(tx, seats))
  )
}
