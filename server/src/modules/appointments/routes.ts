import { cancelMinutesBefore, remainingIn } from 'shared/appointments/booking-rules'
import { appointmentsContract } from 'shared/appointments/contract'
import type { Pool } from 'shared/appointments/model'
import { type Problem, isProblem, problem } from 'shared/kernel/errors'
import { dayOf } from '../../clock'
import type { Context } from '../../context'
import { type Call, type Handlers, type Routes, routes } from '../../http/call'
import { receiptsOf } from '../../relay/receipts'
import { favouriteDoctorIds, findDepartment, institutionNames } from '../directory'
import { type ActorAndPerson, findActing, peopleOf } from '../identity'
import { acceptOffer } from './waitlist/accept-offer'
import { type Acting, poolsFor } from './actor'
import type { Appointment } from './appointment.entity'
import { availability } from './schedule/availability'
import { type Booked, book } from './bookings/book'
import { bookFollowUp } from './bookings/book-follow-up'
import { cancel, findOwn } from './bookings/cancel'
import { shownPrice } from './fees/price'
import { hasFreeNumber, isOpenForWaiting, joinWaitlist } from './waitlist/join-waitlist'
import { leaveWaitlist } from './waitlist/leave-waitlist'
import { calledOff, listAppointments, nextAppointment, seenLast } from './bookings/list-appointments'
import { move } from './bookings/move'
import type { ConsultationOf } from './neighbours'
import { myWaitlist } from './waitlist/my-waitlist'
import { appealBlock, noShowRecord } from './no-shows/no-show-record'
import { noteReads } from './bookings/note-reads'
import { rulesOf } from './rules/rules'
import { showAppointments, showFresh } from './bookings/show-appointment'
import { showEntries } from './waitlist/show-waitlist'
import { slotOffer, slotsOfSession } from './schedule/slot-view'
import { WaitlistEntry } from './waitlist-entry.entity'

type H = Handlers<typeof appointmentsContract>

const actingOf = ({ db, cipher, clock, config, pay }: Context, { session, requestId, share }: Call): Acting => {
  const now = clock.now()
  const zone = config.TIME_ZONE
  const today = dayOf(now, zone)
  const paying = { cashier: pay !== null, unpaidPerDay: config.UNPAID_HOLDS_PER_DAY }
  return { db, cipher, session, requestId, now, zone, today, share, ...paying }
}

const shown = async (acting: Acting, rows: Appointment[]) => {
  const receipts = await receiptsOf(
    acting.db,
    rows.map(a => `appointment:${a.appointmentId}`),
  )
  return showAppointments(acting.db, rows, receipts, acting)
}

const fresh =
  (acting: Acting) =>
  ({ appointment, view, actor, payment }: Booked) =>
    showFresh({ appointment, view, personName: actor.personName, payment }, acting)

/** On what ground this person's numbers are asked about; null for nobody in particular. */
const groundAsked = async (
  { db, session, today }: Acting,
  personId: string | undefined,
): Promise<ActorAndPerson | null | Problem<'not_found'>> =>
  personId ? ((await findActing(db, session, personId, 'appointments', today)) ?? problem('not_found')) : null

/** The pools that count for this person; for nobody in particular the public one. */
const poolsAsked = (ground: ActorAndPerson | null): readonly Pool[] => (ground ? poolsFor(ground) : ['public'])

/** Everyone the account may act for, or the one who was asked for. */
const peopleAsked = async (
  { db, session, today }: Acting,
  personId: string | undefined,
): Promise<string[] | Problem<'not_found'>> => {
  const people = await peopleOf(db, session, 'appointments', today)
  if (!personId) return people
  return people.includes(personId) ? [personId] : problem('not_found')
}

const finding = (context: Context): Pick<H, 'availability' | 'session'> => ({
  availability: async ({ params, query }, call) => {
    const acting = actingOf(context, call)
    const { db } = acting
    const ground = await groundAsked(acting, query.personId)
    if (isProblem(ground)) return ground
    const mayTake = poolsAsked(ground)
    const department = await findDepartment(db, params.departmentId)
    if (!department?.active) return problem('not_found')
    const { departmentId, institutionId } = department
    const [rules, favourites, names] = await Promise.all([
      rulesOf(db, institutionId),
      favouriteDoctorIds(db, call.session.accountId),
      institutionNames(db, [institutionId]),
    ])
    return {
      departmentId,
      departmentName: department.name,
      institutionId,
      institutionName: names.get(institutionId) ?? '',
      ...(await availability(db, { departmentId, doctorId: query.doctorId, mayTake }, { rules, favourites }, acting)),
    }
  },
  session: async ({ params, query }, call) => {
    const acting = actingOf(context, call)
    const { db, now, zone, today } = acting
    const ground = await groundAsked(acting, query.personId)
    if (isProblem(ground)) return ground
    const mayTake = poolsAsked(ground)
    const slots = await slotsOfSession(db, params.sessionId)
    const [first] = slots
    if (!first) return problem('not_found')
    const { session, rules } = first
    const waiting = await db.manager.countBy(WaitlistEntry, { sessionId: session.sessionId, state: 'waiting' })
    const full = session.state === 'open' && !hasFreeNumber(slots, mayTake, now)
    return {
      session,
      slots: slots
        .filter(s => s.open && s.startsAt > now)
        .map(s => slotOffer(s, remainingIn(s.remaining, mayTake), zone)),
      bring: rules.bring,
      cancelMinutesBefore: cancelMinutesBefore(rules, session.grade),
      ...shownPrice(first, ground, acting.cashier),
      waitlist: { open: full && isOpenForWaiting(session.day, today), waiting },
    }
  },
})

const reading = (
  context: Context,
  consultationOf: ConsultationOf,
): Pick<H, 'home' | 'appointments' | 'appointment'> => ({
  home: async ({ query }, call) => {
    const acting = actingOf(context, call)
    const { db, today } = acting
    const people = await peopleAsked(acting, query.personId)
    if (isProblem(people)) return people
    const { session, requestId, now } = acting
    const [next, off, offered, again, consultation] = await Promise.all([
      nextAppointment(db, people, today),
      calledOff(db, people, today, 5),
      myWaitlist(acting, ['offered']),
      seenLast(db, people, 3),
      consultationOf({ session, requestId, now, today }, people),
    ])
    const offers = offered.filter(e => people.includes(e.personId))
    await noteReads(
      db,
      acting,
      [...(next ? [next] : []), ...off, ...offers].map(row => row.personId),
    )
    const coming = await shown(acting, next ? [next, ...off] : off)
    return {
      next: next ? coming[0]! : null,
      calledOff: next ? coming.slice(1) : coming,
      offers: await showEntries(db, acting, offers),
      consultation,
      again,
    }
  },
  appointments: async ({ query }, call) => {
    const acting = actingOf(context, call)
    const people = await peopleAsked(acting, query.personId)
    if (isProblem(people)) return people
    const rows = await listAppointments(acting.db, people, query.when, acting.today)
    await noteReads(
      acting.db,
      acting,
      rows.map(a => a.personId),
    )
    return { appointments: await shown(acting, rows) }
  },
  appointment: async ({ params }, call) => {
    const acting = actingOf(context, call)
    const own = await findOwn(acting, params.appointmentId)
    if (!('actor' in own)) return own
    await noteReads(acting.db, acting, [own.appointment.personId])
    return (await shown(acting, [own.appointment]))[0]!
  },
})

const changing = (context: Context): Pick<H, 'book' | 'cancel' | 'move' | 'bookFollowUp'> => ({
  book: ({ body }, call) => {
    const acting = actingOf(context, call)
    return book(acting, call.write, body, fresh(acting))
  },
  cancel: ({ params, body }, call) => {
    const acting = actingOf(context, call)
    return cancel(acting, call.write, { ...params, ...body }, fresh(acting))
  },
  move: ({ params, body }, call) => {
    const acting = actingOf(context, call)
    return move(acting, call.write, { ...params, ...body }, fresh(acting))
  },
  bookFollowUp: ({ params, body }, call) => {
    const acting = actingOf(context, call)
    return bookFollowUp(acting, call.write, { visitId: params.appointmentId, slotId: body.slotId }, fresh(acting))
  },
})

const waiting = (context: Context): Pick<H, 'waitlist' | 'joinWaitlist' | 'leaveWaitlist' | 'acceptOffer'> => ({
  waitlist: async (_, call) => {
    const acting = actingOf(context, call)
    const entries = await myWaitlist(acting)
    await noteReads(
      acting.db,
      acting,
      entries.map(e => e.personId),
    )
    return { entries: await showEntries(acting.db, acting, entries) }
  },
  joinWaitlist: ({ body }, call) => {
    const acting = actingOf(context, call)
    return joinWaitlist(acting, call.write, body, async (tx, entry) => (await showEntries(tx, acting, [entry]))[0]!)
  },
  leaveWaitlist: ({ params }, call) => leaveWaitlist(actingOf(context, call), call.write, params.entryId),
  acceptOffer: ({ params }, call) => {
    const acting = actingOf(context, call)
    return acceptOffer(acting, call.write, params.entryId, async (_, booked) => fresh(acting)(booked))
  },
})

export const residentRoutes = (context: Context, consultationOf: ConsultationOf): Routes =>
  routes(appointmentsContract, {
    ...finding(context),
    ...reading(context, consultationOf),
    ...changing(context),
    ...waiting(context),
    noShows: async ({ params }, call) => {
      const acting = actingOf(context, call)
      const record = await noShowRecord(acting, params.personId)
      if (!isProblem(record)) await noteReads(acting.db, acting, [params.personId])
      return record
    },
    appealBlock: ({ params, body }, call) =>
      appealBlock(actingOf(context, call), call.write, { ...params, statement: body.statement }),
  })
