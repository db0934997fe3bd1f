/** Favourite doctors of an account. */
import type { DataSource } from 'typeorm'
import { type Problem, problem } from 'shared/kernel/errors'
import type { Tx } from '../../db/transaction'
import { Doctor } from './doctor.entity'
import { Favourite } from './favourite.entity'
import { findDoctors } from './find'
import type { Visit } from './last-visited'

/** Again is harmless. The limit only keeps the list readable, so two at once may pass it by one. */
export const addFavourite = async (
  tx: Tx,
  accountId: string,
  doctorId: string,
  limit: number,
  now: Date,
): Promise<void | Problem<'not_found' | 'favourite_limit'>> => {
  if (!(await tx.existsBy(Doctor, { doctorId, active: true }))) return problem('not_found')
  if (await tx.existsBy(Favourite, { accountId, doctorId })) return
  if ((await tx.countBy(Favourite, { accountId })) >= limit) return problem('favourite_limit', { limit })
  await tx
    .createQueryBuilder()
    .insert()
    .into(Favourite)
    .values({ accountId, doctorId, createdAt: now })
    .orIgnore()
    .updateEntity(false)
    .execute()
}

export const removeFavourite = async (tx: Tx, accountId: string, doctorId: string): Promise<void> => {
  await tx.delete(Favourite, { accountId, doctorId })
}

/** Newest favourite first, and the doctors seen or booked last. */
export const favouriteDoctors = async (db: DataSource, accountId: string, visits: Visit[]) => {
  const kept = await db.manager.find(Favourite, { where: { accountId }, order: { createdAt: 'DESC' } })
  const doctors = await findDoctors(
    db,
    [...kept, ...visits].map(x => x.doctorId),
  )
  const known = (list: { doctorId: string }[]): Doctor[] =>
    [...new Set(list.map(x => x.doctorId))].flatMap(id => doctors.get(id) ?? []).filter(d => d.active)
  return { favourites: known(kept), lastVisited: known(visits) }
}

export const favouriteDoctorIds = async (db: DataSource, accountId: string): Promise<Set<string>> =>
  new Set((await db.manager.findBy(Favourite, { accountId })).map(f => f.doctorId))
