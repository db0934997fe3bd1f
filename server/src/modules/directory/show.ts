/** Directory rows as residents see them. */
import { type DataSource, In } from 'typeorm'
import type {
  Department as ShownDepartment,
  Doctor as ShownDoctor,
  Institution as Shown,
} from 'shared/directory/contract'
import type * as z from 'zod/mini'
import { Department } from './department.entity'
import type { Doctor } from './doctor.entity'
import { type Position, metresBetween } from './distance'
import { DoctorDepartment } from './doctor-department.entity'
import { Favourite } from './favourite.entity'
import { institutionNames } from './find'
import type { Institution } from './institution.entity'

export const positionOf = (i: Institution): Position | null =>
  i.latitude === null || i.longitude === null ? null : { latitude: i.latitude, longitude: i.longitude }

export const showInstitution = (i: Institution, near: Position | null): z.infer<typeof Shown> => {
  const position = positionOf(i)
  return {
    institutionId: i.institutionId,
    name: i.name,
    kind: i.kind,
    address: i.address,
    phone: i.phone,
    directions: i.directions,
    position,
    distance: near && position ? metresBetween(near, position) : null,
  }
}

export const showDepartment = (d: Department, institutionName: string): z.infer<typeof ShownDepartment> => ({
  departmentId: d.departmentId,
  institutionId: d.institutionId,
  institutionName,
  name: d.name,
  treats: d.treats,
  place: d.place,
})

export const showDepartments = async (db: DataSource, departments: Department[]) => {
  const names = await institutionNames(
    db,
    departments.map(d => d.institutionId),
  )
  return departments.map(d => showDepartment(d, names.get(d.institutionId) ?? ''))
}

/** Doctors with where they sit and whether the account keeps them as favourites; the order is kept. */
export const showDoctors = async (
  db: DataSource,
  accountId: string,
  doctors: Doctor[],
): Promise<z.infer<typeof ShownDoctor>[]> => {
  if (!doctors.length) return []
  const doctorId = In(doctors.map(d => d.doctorId))
  const seats = await db.manager.findBy(DoctorDepartment, { doctorId, active: true })
  const rows = seats.length
    ? await db.manager.findBy(Department, { departmentId: In(seats.map(s => s.departmentId)), active: true })
    : []
  const departments = await showDepartments(db, rows)
  const favourites = new Set((await db.manager.findBy(Favourite, { accountId, doctorId })).map(f => f.doctorId))
  return doctors.map(d => ({
    doctorId: d.doctorId,
    name: d.name,
    title: d.title,
    grade: d.grade,
    goodAt: d.goodAt,
    photoUrl: d.photoUrl,
    departments: departments.filter(p =>
      seats.some(s => s.doctorId === d.doctorId && s.departmentId === p.departmentId),
    ),
    favourite: favourites.has(d.doctorId),
  }))
}
