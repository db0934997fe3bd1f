/** What a doctor has before them: waiting, running, to follow up, to record; and what is over. */
import type { QueueLine } from 'shared/consultations/doctor-contract'
import type { RedFlag } from 'shared/consultations/red-flags'
import { In, IsNull, LessThan, Not } from 'typeorm'
import { dayOf } from '../../../clock'
import type { Context } from '../../../context'
import { selectRows } from '../../../db/pool-query'
import { type Db, managerOf } from '../../../db/transaction'
import { maskName } from '../../../security/mask'
import { findDoctors } from '../../directory'
import { type Position, ageOn, findPeopleByIds, openName } from '../../identity'
import { Consultation } from '../consultation.entity'
import { openJson } from '../earlier'
import { recordsDue, recordsDueAt } from '../records/late-record'

/** Lines of one list, far beyond a day's cap; the ended ones come by pages. */
const atMost = 200
const pageOf = 20
const firstWords = 40

export type Place = { doctorId: string; institutionId: string }

/** Where these positions answer: a doctor of two institutions has both queues in one. */
export const placesOf = (positions: readonly Position[]): Place[] =>
  positions.flatMap(({ practitionerId, institutionId }) =>
    practitionerId ? [{ doctorId: practitionerId, institutionId }] : [],
  )

const unreadOf = async (db: Db, ids: string[]): Promise<Map<string, number>> => {
  const rows = ids.length
    ? await selectRows<{ id: string; n: number | string }>(
        db,
        `SELECT c.consultation_id AS id, COUNT(*) AS n FROM consultation c
         JOIN consultation_message m ON m.consultation_id = c.consultation_id AND m.seq > c.doctor_read
         WHERE c.consultation_id IN (?) AND m.author = 'resident' GROUP BY c.consultation_id`,
        [ids],
      )
    : []
  return new Map(rows.map(r => [r.id, Number(r.n)]))
}

const shorten = (text: string): string => {
  const letters = [...text.replace(/\s+/g, ' ')]
  return letters.length > firstWords ? `${letters.slice(0, firstWords).join('')}…` : letters.join('')
}

/** For any number of rows, with the same few questions. */
export const showLines = async (
  { db, cipher, clock, config }: Context,
  rows: readonly Consultation[],
): Promise<QueueLine[]> => {
  const now = clock.now()
  const today = dayOf(now, config.TIME_ZONE)
  const [people, colleagues, unread, unrecorded] = await Promise.all([
    findPeopleByIds(
      db,
      rows.map(c => c.personId),
    ),
    findDoctors(
      db,
      rows.flatMap(c => c.transferredBy ?? []),
    ),
    unreadOf(
      db,
      rows.map(c => c.consultationId),
    ),
    recordsDue(db, rows, now, config),
  ])
  return rows.map(c => {
    const person = people.get(c.personId)!
    return {
      consultationId: c.consultationId,
      status: c.status,
      outcome: c.outcome,
      personName: maskName(openName(cipher, person)),
      sex: person.sex,
      age: ageOn(person.birthDate, today),
      reason: shorten(cipher.open(c.reason, 'consultation')),
      redFlags: openJson<RedFlag[]>(cipher, c.redFlags),
      askedAt: c.askedAt.toISOString(),
      acceptBefore: c.acceptBefore?.toISOString() ?? null,
      waitingSince: c.awaiting === 'doctor' ? (c.awaitingSince?.toISOString() ?? null) : null,
      unread: unread.get(c.consultationId) ?? 0,
      ownTeam: c.ownTeam,
      followUpOn: c.followUpOn,
      recordDue: unrecorded.has(c.consultationId),
      transferredBy: c.transferredBy && (colleagues.get(c.transferredBy)?.name ?? null),
    }
  })
}

const far = Number.MAX_SAFE_INTEGER
const time = (at: Date | null): number => at?.getTime() ?? far

/** What must be accepted soonest. */
const byPromise = (a: Consultation, b: Consultation): number => time(a.acceptBefore) - time(b.acceptBefore)
/** The doctor's turn first, since when. */
const byTurn = (a: Consultation, b: Consultation): number =>
  Number(b.awaiting === 'doctor') - Number(a.awaiting === 'doctor') || time(a.awaitingSince) - time(b.awaitingSince)

export const noWork = { waiting: [], running: [], toFollowUp: [], toRecord: [] }

/** Each list in its order. */
export const findWork = async ({ db, clock, config }: Context, places: Place[]) => {
  if (!places.length) return noWork
  const live = { status: In(['planned', 'in-progress'] as const), queuedAt: Not(IsNull()) }
  const due = { followUpOn: Not(IsNull()), followedUpAt: IsNull() }
  const toWrite = recordsDueAt(places, clock.now(), config)
  const [open, toFollowUp, toRecord] = await Promise.all([
    managerOf(db).find(Consultation, {
      where: places.map(place => ({ ...place, ...live })),
      order: { queuedAt: 'ASC' },
      take: atMost,
    }),
    managerOf(db).find(Consultation, {
      where: places.map(place => ({ ...place, ...due })),
      order: { followUpOn: 'ASC', consultationId: 'ASC' },
      take: atMost,
    }),
    // The one whose days are over first. No condition at all would find everybody's.
    toWrite.length
      ? managerOf(db).find(Consultation, {
          where: toWrite,
          order: { endedAt: 'ASC', consultationId: 'ASC' },
          take: atMost,
        })
      : [],
  ])
  return {
    waiting: open.filter(c => c.status === 'planned').sort(byPromise),
    running: open.filter(c => c.status === 'in-progress').sort(byTurn),
    toFollowUp,
    toRecord,
  }
}

/** Newest first; ids are by the time of asking. @param before the last line of the page before */
export const findEnded = async (db: Db, places: Place[], before?: string) => {
  const over = {
    status: In(['finished', 'cancelled'] as const),
    queuedAt: Not(IsNull()),
    ...(before && { consultationId: LessThan(before) }),
  }
  const rows = places.length
    ? await managerOf(db).find(Consultation, {
        where: places.map(place => ({ ...place, ...over })),
        order: { consultationId: 'DESC' },
        take: pageOf + 1,
      })
    : []
  const ended = rows.slice(0, pageOf)
  return { ended, next: rows.length > pageOf ? ended.at(-1)!.consultationId : null }
}
