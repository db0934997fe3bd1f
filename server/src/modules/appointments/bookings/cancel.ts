/** Gives a number back, until the deadline; exactly once, however many ask at the same time. */
import { cancelUntil } from 'shared/appointments/booking-rules'
import { type Problem, problem } from 'shared/kernel/errors'
import { mayChange } from 'shared/appointments/state-machine'
import { type Acting, type Actor, findActor } from '../actor'
import { Appointment } from '../appointment.entity'
import type { Booked, Write } from './book'
import { dayAndTime } from './booking-refusals'
import { changeIfUnchanged } from '../desk/desk-change'
import { endFee, ended, feeAfterEnd, noKeys } from '../fees/end-fee'
import { countUnpaid } from '../fees/unpaid-holds'
import { paymentOf } from '../fees/show-payment'
import { tellOf } from './place-booking'
import { returnNumber } from '../schedule/return-number'
import { type SlotView, findSlotView } from '../schedule/slot-view'

/** A booking that the account may act on. Another person's is answered like one that does not exist. */
export const findOwn = async (
  acting: Acting,
  appointmentId: string,
): Promise<{ appointment: Appointment; actor: Actor } | Problem<'not_found'>> => {
  const appointment = await acting.db.manager.findOneBy(Appointment, { appointmentId })
  const actor = appointment && (await findActor(acting, appointment.personId))
  return actor ? { appointment, actor } : problem('not_found')
}

/** What keeps a booking from being cancelled or moved now. */
export const changeRefusal = (
  a: Appointment,
  { rules, session, startsAt }: SlotView,
  { by }: Actor,
  { now, zone }: Pick<Acting, 'now' | 'zone'>,
): Problem<'cancel_too_late' | 'appointment_state'> | null => {
  if (!mayChange('cancel', a.status, by)) return problem('appointment_state')
  // What is not paid for yet may always be given back.
  if (a.paymentState === 'due') return null
  const deadline = cancelUntil(rules, session.grade, startsAt)
  return now <= deadline ? null : problem('cancel_too_late', { deadline: dayAndTime(deadline, zone) })
}

export const cancel = async <R extends object>(
  acting: Acting,
  write: Write,
  { appointmentId, reason }: { appointmentId: string; reason?: string },
  reply: (cancelled: Booked) => R,
): Promise<R | Problem<'not_found' | 'cancel_too_late' | 'appointment_state'>> => {
  const own = await findOwn(acting, appointmentId)
  if (!('actor' in own)) return own
  const { appointment, actor } = own
  const view = await findSlotView(acting.db, appointment.slotId)
  if (!view) return problem('not_found')
  const refused = changeRefusal(appointment, view, actor, acting)
  if (refused) return refused
  const { now, zone, cipher } = acting
  const changes = {
    status: 'cancelled',
    lastChangeAt: now,
    lastChangeBy: actor.by,
    lastChangeByName: actor.byName,
    lastChangeReason: reason ? cipher.seal(reason, 'statement') : null,
    undoState: null,
    undoBy: null,
    undoUntil: null,
  } as const
  return write<R | Problem<'appointment_state'>>(
    async tx => {
      if (!(await changeIfUnchanged(tx, appointment, { ...changes, ...ended }))) return problem('appointment_state')
      const paymentState = feeAfterEnd(appointment.paymentState)
      const after = { ...changes, ...noKeys, paymentState, version: appointment.version + 1 }
      const cancelled = Object.assign(new Appointment(), appointment, after)
      await endFee(tx, appointment, { reason: 'cancelled', words: '按时退号，挂号费全退', at: now })
      if (appointment.paymentState === 'due') await countUnpaid(tx, appointment, acting)
      await tellOf(tx, cancelled, actor, 'appointments.cancel', now)
      return reply({ appointment: cancelled, view, actor, payment: await paymentOf(tx, cancelled) })
    },
    async tx => {
      await returnNumber(tx, appointment, now, zone)
      return undefined
    },
  )
}
