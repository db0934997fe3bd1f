/** The doctor and the institution of consultations, by name. */
import type { Db } from '../../db/transaction'
import { findDoctors, institutionNames } from '../directory'
import type { Consultation } from './consultation.entity'

type Of = Pick<Consultation, 'doctorId' | 'institutionId'>

/** For any number of rows with two questions. A doctor or an institution that the platform no longer names has no name. */
export const doctorNames = async (db: Db, rows: readonly Of[]) => {
  const [doctors, institutions] = await Promise.all([
    findDoctors(
      db,
      rows.map(c => c.doctorId),
    ),
    institutionNames(
      db,
      rows.map(c => c.institutionId),
    ),
  ])
  return ({ doctorId, institutionId }: Of) => ({
    doctorName: doctors.get(doctorId)?.name ?? '',
    doctorTitle: doctors.get(doctorId)?.title ?? null,
    institutionName: institutions.get(institutionId) ?? '',
  })
}
