/** Finds people of one day's list by a part of their name, without showing the name. */
import { type DataSource, In } from 'typeorm'
import { recordAccess, recordAccesses } from '../../audit'
import { findPeopleByIds, openName } from '../../identity'
import { Appointment } from '../appointment.entity'
import type { Desk } from './desk'

const readAudited = async (db: DataSource, desk: Desk, found: Appointment[], day: string, now: Date): Promise<void> => {
  const { accountId, requestId } = desk
  const row = { at: now, action: 'desk.search', accountId, role: 'staff', purpose: null, requestId }
  // Also a search that found nobody: who tries name after name is seen.
  const details = { day, found: found.length }
  await recordAccess(db, { ...row, institutionId: desk.institutionIds[0]!, personId: null, details })
  await recordAccesses(
    db,
    found.map(({ institutionId, personId }) => ({ ...row, institutionId, personId })),
    { onceEvery: 'hour' },
  )
}

/**
 * Names are encrypted, so a part of one is looked for among the day's people only. Audited.
 * @returns ids of the desk's appointments of that county day.
 */
export const findByName = async (
  db: DataSource,
  desk: Desk,
  { day, name }: { day: string; name: string },
  now: Date,
): Promise<string[]> => {
  const rows = await db.getRepository(Appointment).findBy({ institutionId: In(desk.institutionIds), day })
  const people = await findPeopleByIds(
    db,
    rows.map(a => a.personId),
  )
  const found = rows.filter(a => openName(desk.cipher, people.get(a.personId)!).includes(name))
  await readAudited(db, desk, found, day, now)
  return found.map(a => a.appointmentId)
}
