/**
 * 爽约: counted and blocked per institution, each by its own rules, so that a strict one never blocks another's numbers.
 * Default 3 within 180 days → 90 days. A no-show counts towards one block only: who served a block out, or had it
 * lifted, begins anew.
 */
import type { AppointmentRules } from 'shared/appointments/rules-contract'
import { type DataSource, LessThan, MoreThanOrEqual } from 'typeorm'
import { v7 as uuid } from 'uuid'
import { addDays, dayOf } from '../../../clock'
import type { Tx } from '../../../db/transaction'
import { Appointment } from '../appointment.entity'
import { NoShowBlock } from '../no-show-block.entity'

type Db = DataSource | Tx
export interface PersonHere {
  personId: string
  institutionId: string
}

const liveKeyOf = ({ personId, institutionId }: PersonHere): string => `${personId}:${institutionId}`

/** The block in force on `today` (`YYYY-MM-DD`), if any. */
export const blockInForce = (db: Db, here: PersonHere, today: string): Promise<NoShowBlock | null> =>
  db.getRepository(NoShowBlock).findOneBy({ liveKey: liveKeyOf(here), endsOn: MoreThanOrEqual(today) })

const lastBlockBefore = (db: Db, { personId, institutionId }: PersonHere, at: Date): Promise<NoShowBlock | null> =>
  db
    .getRepository(NoShowBlock)
    .findOne({ where: { personId, institutionId, createdAt: LessThan(at) }, order: { createdAt: 'DESC' } })

/** The no-shows that count at `at`, newest first: within the days, and after the last block before `at`. */
export const countingNoShows = async (
  db: Db,
  { personId, institutionId }: PersonHere,
  { noShowWithinDays }: AppointmentRules,
  { at, today }: { at: Date; today: string },
  { forUpdate = false } = {},
): Promise<Appointment[]> => {
  const earlier = await lastBlockBefore(db, { personId, institutionId }, at)
  const query = db
    .getRepository(Appointment)
    .createQueryBuilder('a')
    .where('a.person_id = :personId AND a.institution_id = :institutionId', { personId, institutionId })
    .andWhere(`a.status = 'noshow' AND a.day > :from`, { from: addDays(today, -noShowWithinDays) })
    .andWhere('a.last_change_at > :since AND a.last_change_at <= :at', { since: earlier?.createdAt ?? new Date(0), at })
    .orderBy('a.day', 'DESC')
    .addOrderBy('a.last_change_at', 'DESC')
  return (forUpdate ? query.setLock('pessimistic_write') : query).getMany()
}

const insertBlock = async (
  tx: Tx,
  here: PersonHere,
  values: { causedBy: string; noShows: number; startsOn: string; endsOn: string; createdAt: Date },
): Promise<void> => {
  const liveKey = liveKeyOf(here)
  // An ended one keeps its key until the next needs it.
  await tx.update(NoShowBlock, { liveKey, endsOn: LessThan(values.startsOn) }, { liveKey: null })
  await tx
    .createQueryBuilder()
    .insert()
    .into(NoShowBlock)
    .values({ blockId: uuid(), personId: here.personId, institutionId: here.institutionId, liveKey, ...values })
    .updateEntity(false)
    .execute()
}

/**
 * Blocks the person when the no-show just marked reached the limit. The rows are read under lock: two marks at the same
 * moment deadlock instead of both counting one too few, and the one that runs again sees the other.
 */
export const blockIfDue = async (
  tx: Tx,
  marked: Appointment,
  rules: AppointmentRules,
  now: Date,
  zone: string,
): Promise<void> => {
  const today = dayOf(now, zone)
  const counted = await countingNoShows(tx, marked, rules, { at: now, today }, { forUpdate: true })
  if (counted.length < rules.noShowLimit || (await blockInForce(tx, marked, today))) return
  await insertBlock(tx, marked, {
    causedBy: marked.appointmentId,
    noShows: counted.length,
    startsOn: today,
    endsOn: addDays(today, rules.noShowBlockDays),
    createdAt: now,
  })
}

/** The no-show was taken back: so is the block it brought on. */
export const removeBlockCausedBy = async (tx: Tx, appointmentId: string): Promise<void> => {
  await tx.delete(NoShowBlock, { causedBy: appointmentId })
}
