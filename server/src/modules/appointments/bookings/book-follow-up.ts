/**
 * 一次挂号管三天: one free follow-up number per visit, in the same department, within `followUpDays` calendar days that
 * include the visit's own. It stands outside the limits: the visit already counted.
 */
import { followUpUntil } from 'shared/appointments/booking-rules'
import { type Problem, problem } from 'shared/kernel/errors'
import { type Acting, findActor } from '../actor'
import { Appointment } from '../appointment.entity'
import { type Booked, type BookingRefusal, type Write, book } from './book'
import { type SlotView, findSlotView } from '../schedule/slot-view'

type VisitRefusal = 'follow_up_not_due' | 'follow_up_used' | 'follow_up_other_department'

/** What the visit itself refuses. A follow-up visit earns no other one. */
const visitRefusal = (
  visit: Appointment,
  { session, rules }: SlotView,
  today: string,
): Problem<VisitRefusal> | null => {
  if (visit.followUpOf) return problem('follow_up_used')
  if (session.departmentId !== visit.departmentId) return problem('follow_up_other_department')
  const until = followUpUntil(rules, visit.day)
  const due = visit.status === 'fulfilled' && session.day >= visit.day && session.day <= until && today <= until
  return due ? null : problem('follow_up_not_due', { days: rules.followUpDays })
}

/** @param reply as in `book`. */
export const bookFollowUp = async <R extends object>(
  acting: Acting,
  write: Write,
  { visitId, slotId }: { visitId: string; slotId: string },
  reply: (booked: Booked) => R,
): Promise<R | Problem<BookingRefusal | VisitRefusal>> => {
  const { db, today } = acting
  const visits = db.getRepository(Appointment)
  const visit = await visits.findOneBy({ appointmentId: visitId })
  const view = visit && (await findActor(acting, visit.personId)) && (await findSlotView(db, slotId))
  if (!view) return problem('not_found')
  const refused = visitRefusal(visit, view, today)
  if (refused) return refused
  if (await visits.existsBy({ followUpKey: visitId })) return problem('follow_up_used')
  return book(acting, write, { slotId, personId: visit.personId, followUpOf: visitId }, reply)
}
