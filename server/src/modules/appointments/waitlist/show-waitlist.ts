/** Wait-list entries as residents read them. */
import type { appointmentsContract } from 'shared/appointments/contract'
import { type DataSource, In } from 'typeorm'
import type * as z from 'zod/mini'
import { timeOf } from '../../../clock'
import type { Tx } from '../../../db/transaction'
import type { FieldCipher } from '../../../security/field-cipher'
import { maskName } from '../../../security/mask'
import { findPeopleByIds, openName } from '../../identity'
import { type SessionRow, type SessionView, sessionColumns, sessionJoins, sessionView } from '../schedule/slot-view'
import { AppointmentSlot } from '../slot.entity'
import { WaitlistEntry } from '../waitlist-entry.entity'

export type ShownEntry = z.infer<typeof appointmentsContract.joinWaitlist.reply>
type Db = DataSource | Tx

const sessionsOf = async (db: Db, ids: string[]): Promise<Map<string, SessionView>> => {
  const rows = (await db.query(
    `SELECT ${sessionColumns} FROM appointment_session se ${sessionJoins} WHERE se.session_id IN (?)`,
    [ids],
  )) as SessionRow[]
  return new Map(rows.map(row => [row.session_id, sessionView(row)]))
}

/** How many wait in the same session since longer. */
const aheadOf = (db: Db, { sessionId, createdAt, entryId }: WaitlistEntry): Promise<number> =>
  db
    .getRepository(WaitlistEntry)
    .createQueryBuilder('w')
    .where(`w.session_id = :sessionId AND w.state = 'waiting'`, { sessionId })
    .andWhere('(w.created_at < :createdAt OR (w.created_at = :createdAt AND w.entry_id < :entryId))', {
      createdAt,
      entryId,
    })
    .getCount()

const offerOf = (entry: WaitlistEntry, slot: AppointmentSlot | undefined, zone: string): ShownEntry['offer'] =>
  entry.state === 'offered' && slot
    ? {
        slotId: slot.slotId,
        from: timeOf(slot.startsAt, zone),
        to: timeOf(slot.endsAt, zone),
        expiresAt: entry.offerExpiresAt!.toISOString(),
      }
    : null

export const showEntries = async (
  db: Db,
  { cipher, zone }: { cipher: FieldCipher; zone: string },
  entries: WaitlistEntry[],
): Promise<ShownEntry[]> => {
  if (!entries.length) return []
  const people = await findPeopleByIds(
    db,
    entries.map(e => e.personId),
  )
  const sessions = await sessionsOf(db, [...new Set(entries.map(e => e.sessionId))])
  const slots = await db
    .getRepository(AppointmentSlot)
    .findBy({ slotId: In(entries.flatMap(e => e.offeredSlotId ?? [])) })
  return Promise.all(
    entries.map(async entry => ({
      entryId: entry.entryId,
      personId: entry.personId,
      personName: maskName(openName(cipher, people.get(entry.personId)!)),
      session: sessions.get(entry.sessionId)!,
      state: entry.state,
      ahead: entry.state === 'waiting' ? await aheadOf(db, entry) : 0,
      offer: offerOf(
        entry,
        slots.find(s => s.slotId === entry.offeredSlotId),
        zone,
      ),
      createdAt: entry.createdAt.toISOString(),
    })),
  )
}
