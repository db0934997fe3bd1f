/** What every act of a doctor on one of their consultations needs, asked for before its transaction. */
import { type Problem, isProblem, problem } from 'shared/kernel/errors'
import { dayOf } from '../../../clock'
import type { Context } from '../../../context'
import type { Tx } from '../../../db/transaction'
import { type Doctor, findDoctor } from '../../directory'
import type { Position, Session } from '../../identity'
import type { By } from '../change'
import type { Consultation } from '../consultation.entity'
import { findDoctorSide } from '../sides'
import { announce } from '../talking/announce'
import { byDoctor } from './by-doctor'
import { type ShowForDoctor, showerForDoctor } from './show-for-doctor'

/** Of the request (http/call.ts). */
export interface Asking {
  session: Session
  positions: Position[]
  requestId: string
}
export interface DoctorAct {
  context: Context
  session: Session
  requestId: string
  consultation: Consultation
  position: Position
  doctor: Doctor
  now: Date
  /** The county's day. */
  today: string
  by(action: string): By & { accountId: string; requestId: string; institutionId: string }
}

/** `not_found` for everybody but the doctor who is responsible for it now (sides.ts). */
export const findAct = async (
  context: Context,
  { session, positions, requestId }: Asking,
  consultationId: string,
): Promise<DoctorAct | Problem<'not_found'>> => {
  const { db, clock, config } = context
  const side = await findDoctorSide(db, positions, consultationId)
  const doctor = side && (await findDoctor(db, side.consultation.doctorId))
  if (!doctor) return problem('not_found')
  const { accountId } = session
  const { institutionId } = side.position
  const now = clock.now()
  return {
    ...{ context, session, requestId, doctor, now },
    consultation: side.consultation,
    position: side.position,
    today: dayOf(now, config.TIME_ZONE),
    by: action => ({ ...byDoctor(action, side, { session, requestId }), accountId, requestId, institutionId }),
  }
}

/** What a change is going to put into it. */
interface Coming {
  attachmentIds?: readonly string[]
  clinicDepartmentId?: string | null
}
export const showerOf = (
  { context, session, consultation }: DoctorAct,
  { attachmentIds, ...row }: Coming = {},
): Promise<ShowForDoctor> => showerForDoctor(context, session, { ...consultation, ...row }, attachmentIds)

/** To be called after the commit: both sides ask again, and the doctor's queue has changed. */
export const announceChange = (context: Context, now: Consultation): void => {
  for (const event of ['news', 'state', 'queue'] as const) announce(context, now, event)
}

/** One change in the request's transaction, told to the phones after it. @returns what `show` makes of the row as it is then */
export const change = async <Reply, P extends Problem>(
  { context }: DoctorAct,
  write: <T>(work: (tx: Tx) => Promise<T>) => Promise<T>,
  work: (tx: Tx) => Promise<Consultation | P>,
  show: (now: Consultation) => Reply,
): Promise<Reply | P> => {
  let changed: Consultation | undefined
  const reply = await write<Reply | P>(async tx => {
    const now = await work(tx)
    if (isProblem(now)) return now
    changed = now
    return show(now)
  })
  if (changed && !isProblem(reply)) announceChange(context, changed)
  return reply
}
