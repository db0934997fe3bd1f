/** What a person sees of their own no-shows, and how they ask for a block to be lifted. */
import type { NoShowRecord } from 'shared/appointments/model'
import { defaultAppointmentRules } from 'shared/appointments/rules-contract'
import { type Problem, problem } from 'shared/kernel/errors'
import { type DataSource, In } from 'typeorm'
import type * as z from 'zod/mini'
import type { Tx } from '../../../db/transaction'
import { recordAccess } from '../../audit'
import { Department, institutionNames } from '../../directory'
import { type Acting, findActor, accessBy } from '../actor'
import { Appointment } from '../appointment.entity'
import type { Write } from '../bookings/book'
import { NoShowBlock } from '../no-show-block.entity'
import { type PersonHere, blockInForce, countingNoShows } from './no-shows'
import { rulesOf } from '../rules/rules'

type Db = DataSource | Tx
export type Shown = z.infer<typeof NoShowRecord>

interface Standing {
  here: PersonHere
  block: NoShowBlock | null
  counting: Appointment[]
  limit: number
  withinDays: number
}

const standingAt = async (db: Db, { today, now }: Acting, here: PersonHere): Promise<Standing> => {
  const rules = await rulesOf(db, here.institutionId)
  const block = await blockInForce(db, here, today)
  const moment = block ? { at: block.createdAt, today: block.startsOn } : { at: now, today }
  const counting = await countingNoShows(db, here, rules, moment)
  return { here, block, counting, limit: rules.noShowLimit, withinDays: rules.noShowWithinDays }
}

/** Blocked longest first, else nearest to the limit. */
const worstFirst = (a: Standing, b: Standing): number =>
  (b.block?.endsOn ?? '').localeCompare(a.block?.endsOn ?? '') ||
  a.limit - a.counting.length - (b.limit - b.counting.length)

const institutionsWithNoShows = async (db: Db, personId: string): Promise<string[]> => {
  const rows = await db
    .getRepository(Appointment)
    .createQueryBuilder('a')
    .select('DISTINCT a.institution_id', 'institutionId')
    .where(`a.person_id = :personId AND a.status = 'noshow'`, { personId })
    .getRawMany<{ institutionId: string }>()
  return rows.map(r => r.institutionId)
}

const listed = async (db: Db, rows: Appointment[]): Promise<Shown['noShows']> => {
  const departments = await db.getRepository(Department).findBy({ departmentId: In(rows.map(a => a.departmentId)) })
  const names = await institutionNames(
    db,
    rows.map(a => a.institutionId),
  )
  return rows.map(a => ({
    appointmentId: a.appointmentId,
    day: a.day,
    departmentName: departments.find(d => d.departmentId === a.departmentId)?.name ?? '',
    institutionName: names.get(a.institutionId) ?? '',
  }))
}

const showBlock = (cipher: Acting['cipher'], b: NoShowBlock): Shown['block'] => ({
  blockId: b.blockId,
  endsOn: b.endsOn,
  appeal:
    b.appealState && b.appealStatement
      ? {
          state: b.appealState,
          statement: cipher.open(b.appealStatement, 'statement'),
          answer: b.answer === null ? null : cipher.open(b.answer, 'statement'),
        }
      : null,
})

/** The institution where it is worst; rules are each institution's own. Who never missed a visit sees the defaults. */
const recordOf = async (db: Db, acting: Acting, personId: string): Promise<Shown> => {
  const standings: Standing[] = []
  for (const institutionId of await institutionsWithNoShows(db, personId))
    standings.push(await standingAt(db, acting, { personId, institutionId }))
  const [worst] = standings.sort(worstFirst)
  return {
    count: worst?.block?.noShows ?? worst?.counting.length ?? 0,
    limit: worst?.limit ?? defaultAppointmentRules.noShowLimit,
    withinDays: worst?.withinDays ?? defaultAppointmentRules.noShowWithinDays,
    noShows: await listed(db, worst?.counting ?? []),
    block: worst?.block ? showBlock(acting.cipher, worst.block) : null,
  }
}

export const noShowRecord = async (acting: Acting, personId: string): Promise<Shown | Problem<'not_found'>> =>
  (await findActor(acting, personId)) ? recordOf(acting.db, acting, personId) : problem('not_found')

const openAppeal = async (tx: Tx, { blockId }: NoShowBlock, sealed: string, now: Date): Promise<boolean> => {
  const { affected } = await tx
    .createQueryBuilder()
    .update(NoShowBlock)
    .set({ appealState: 'open', appealStatement: sealed, appealedAt: now, answer: null, answeredAt: null })
    .where(`block_id = :blockId AND lifted_at IS NULL AND (appeal_state IS NULL OR appeal_state <> 'open')`, {
      blockId,
    })
    .execute()
  return affected === 1
}

/** Asks for a block to be lifted. An appeal that was answered may be followed by another; an open one may not. */
export const appealBlock = async (
  acting: Acting,
  write: Write,
  { blockId, statement }: { blockId: string; statement: string },
): Promise<Shown | Problem<'not_found' | 'appeal_open'>> => {
  const { db, cipher, now, today } = acting
  const block = await db.getRepository(NoShowBlock).findOneBy({ blockId })
  const actor = block && (await findActor(acting, block.personId))
  if (!actor || block.liveKey === null || block.endsOn < today) return problem('not_found')
  return write(async tx => {
    if (!(await openAppeal(tx, block, cipher.seal(statement, 'statement'), now))) return problem('appeal_open')
    await recordAccess(tx, {
      at: now,
      action: 'appointments.appeal-block',
      ...accessBy(actor, block.institutionId, { blockId }),
    })
    return recordOf(tx, acting, block.personId)
  })
}
