/** 预约挂号 for residents, and for family and village doctors who book for those who authorised them. */
import * as z from 'zod/mini'
import { ConsultationLine } from '../consultations/contract'
import { endpoint } from '../kernel/endpoint'
import { Count, Day, Fen, Id, Instant, PlatformId, statement } from '../kernel/schemas'
import { Appointment, NoShowRecord, Session, SlotOffer } from './model'

const resident = ['resident'] as const
const appointment = z.object({ appointmentId: Id })
const person = z.object({ personId: Id })

/**
 * Refusals of taking a number; `slot_full` brings the nearest free ones in `details.nearest` (SlotOffer[]),
 * `overlaps_booking` the other booking in `details.appointmentId`.
 */
const bookingRefusals = [
  'not_found',
  'not_permitted_for_person',
  'slot_full',
  'slot_past',
  'slot_not_released',
  'session_stopped',
  'already_booked_in_session',
  'overlaps_booking',
  'limit_department_day',
  'limit_phone_month',
  'blocked_no_show',
  'pool_not_allowed',
  'unpaid_too_often',
] as const

const DoctorAvailability = z.object({
  doctorId: PlatformId,
  name: z.string(),
  title: z.nullable(z.string()),
  grade: z.enum(['ordinary', 'expert']),
  goodAt: z.nullable(z.string()),
  favourite: z.boolean(),
  sessions: z.array(
    z.extend(
      z.pick(Session, {
        sessionId: true,
        day: true,
        period: true,
        startsAt: true,
        endsAt: true,
        fee: true,
        state: true,
      }),
      { remaining: Count },
    ),
  ),
})

const WaitlistEntry = z.object({
  entryId: Id,
  personId: Id,
  personName: z.string(),
  session: Session,
  state: z.enum(['waiting', 'offered', 'accepted', 'declined', 'expired', 'cancelled']),
  /** People before this one, while waiting. */
  ahead: Count,
  offer: z.nullable(z.object({ slotId: PlatformId, from: z.string(), to: z.string(), expiresAt: Instant })),
  createdAt: Instant,
})

export const appointmentsContract = {
  home: endpoint({
    method: 'GET',
    path: '/home',
    summary: 'First page in one request: the next appointment, what waits for an answer, whom one saw last',
    access: resident,
    query: z.object({ personId: z.optional(Id) }),
    reply: z.object({
      next: z.nullable(Appointment),
      /** Stopped or refused by the clinic or the platform, for a day not yet past, and not booked anew since; last first. */
      calledOff: z.array(Appointment),
      offers: z.array(WaitlistEntry),
      /** The online consultation that most wants looking at: under way, or ended with words that nobody read yet. */
      consultation: z.nullable(ConsultationLine),
      /** 再约同一位医生: the doctors seen or booked last. */
      again: z.array(
        z.object({
          doctorId: PlatformId,
          doctorName: z.string(),
          departmentId: PlatformId,
          departmentName: z.string(),
          institutionName: z.string(),
        }),
      ),
    }),
    errors: ['not_found'],
  }),
  availability: endpoint({
    method: 'GET',
    path: '/departments/:departmentId/availability',
    summary: 'One department over the whole horizon: days with remaining numbers, doctors with their sessions',
    access: resident,
    params: z.object({ departmentId: PlatformId }),
    /** For whom: decides which pools count. */
    query: z.object({ personId: z.optional(Id), doctorId: z.optional(PlatformId) }),
    reply: z.object({
      departmentId: PlatformId,
      departmentName: z.string(),
      institutionId: PlatformId,
      institutionName: z.string(),
      days: z.array(z.object({ day: Day, remaining: Count, open: z.boolean() })),
      doctors: z.array(DoctorAvailability),
      /** When the next day's numbers are released. */
      nextRelease: Instant,
    }),
    errors: ['not_found'],
  }),
  session: endpoint({
    method: 'GET',
    path: '/sessions/:sessionId',
    summary: 'One session with its slots: what it costs, where it is, what to bring, until when a cancel is free',
    access: resident,
    params: z.object({ sessionId: PlatformId }),
    query: z.object({ personId: z.optional(Id) }),
    reply: z.object({
      session: Session,
      slots: z.array(SlotOffer),
      bring: z.array(z.string()),
      cancelMinutesBefore: Count,
      /** What it costs this person, wherever it is paid; who is exempt pays nothing. */
      fee: Fen,
      /** The fee that this person pays on the phone when booking, and how long the number is held for it; null: free, or paid at the window. */
      payNow: z.nullable(z.object({ fee: Fen, minutes: Count })),
      waitlist: z.object({ open: z.boolean(), waiting: Count }),
    }),
    errors: ['not_found'],
  }),
  book: endpoint({
    method: 'POST',
    path: '/appointments',
    summary: 'Take a number for oneself, a member or somebody who authorised one',
    access: resident,
    body: z.object({ slotId: PlatformId, personId: Id }),
    reply: Appointment,
    status: 201,
    errors: bookingRefusals,
    idempotency: 'late',
  }),
  appointments: endpoint({
    method: 'GET',
    path: '/appointments',
    summary: 'Appointments of everyone the account may act for, next first, then past, newest first',
    access: resident,
    query: z.object({ personId: z.optional(Id), when: z._default(z.enum(['coming', 'past']), 'coming') }),
    reply: z.object({ appointments: z.array(Appointment) }),
    errors: ['not_found'],
  }),
  appointment: endpoint({
    method: 'GET',
    path: '/appointments/:appointmentId',
    summary: 'One appointment',
    access: resident,
    params: appointment,
    reply: Appointment,
    errors: ['not_found'],
  }),
  cancel: endpoint({
    method: 'POST',
    path: '/appointments/:appointmentId/cancel',
    summary: 'Give the number back, until the deadline',
    access: resident,
    params: appointment,
    body: z.object({ reason: z.optional(statement(1, 100)) }),
    reply: Appointment,
    errors: ['not_found', 'cancel_too_late', 'appointment_state'],
  }),
  move: endpoint({
    method: 'POST',
    path: '/appointments/:appointmentId/move',
    summary: 'Change the time: takes the new number and gives the old one back, both or neither',
    access: resident,
    params: appointment,
    body: z.object({ slotId: PlatformId }),
    reply: Appointment,
    errors: [...bookingRefusals, 'cancel_too_late', 'appointment_state', 'payment_due', 'fee_differs'],
  }),
  bookFollowUp: endpoint({
    method: 'POST',
    path: '/appointments/:appointmentId/follow-up',
    summary: 'The free follow-up number within 3 calendar days (一次挂号管三天)',
    access: resident,
    params: appointment,
    body: z.object({ slotId: PlatformId }),
    reply: Appointment,
    status: 201,
    errors: [...bookingRefusals, 'follow_up_not_due', 'follow_up_used', 'follow_up_other_department'],
  }),
  waitlist: endpoint({
    method: 'GET',
    path: '/waitlist',
    summary: 'My wait-list entries (候补)',
    access: resident,
    reply: z.object({ entries: z.array(WaitlistEntry) }),
  }),
  joinWaitlist: endpoint({
    method: 'POST',
    path: '/waitlist',
    summary: 'Wait for a number of a full session',
    access: resident,
    body: z.object({ sessionId: PlatformId, personId: Id }),
    reply: WaitlistEntry,
    status: 201,
    errors: [
      'not_found',
      'not_permitted_for_person',
      'waitlist_not_full',
      'waitlist_closed',
      'waitlist_joined',
      'already_booked_in_session',
      'session_stopped',
      'blocked_no_show',
    ],
  }),
  leaveWaitlist: endpoint({
    method: 'DELETE',
    path: '/waitlist/:entryId',
    summary: 'Leave the wait-list or decline an offer',
    access: resident,
    params: z.object({ entryId: Id }),
    errors: ['not_found'],
  }),
  acceptOffer: endpoint({
    method: 'POST',
    path: '/waitlist/:entryId/acceptance',
    summary: 'Take the offered number; an earlier booking of that department and day is given back',
    access: resident,
    params: z.object({ entryId: Id }),
    reply: Appointment,
    status: 201,
    errors: [
      'not_found',
      'offer_ended',
      'already_booked_in_session',
      'overlaps_booking',
      'limit_department_day',
      'limit_phone_month',
      'blocked_no_show',
      'session_stopped',
      'slot_past',
      'unpaid_too_often',
    ],
  }),
  noShows: endpoint({
    method: 'GET',
    path: '/people/:personId/no-shows',
    summary: 'No-shows (爽约) that count, and the block with its end',
    access: resident,
    params: person,
    reply: NoShowRecord,
    errors: ['not_found'],
  }),
  appealBlock: endpoint({
    method: 'POST',
    path: '/no-show-blocks/:blockId/appeal',
    summary: 'Ask for a block to be lifted, with the reason',
    access: resident,
    params: z.object({ blockId: Id }),
    body: z.object({ statement: statement(5, 500) }),
    reply: NoShowRecord,
    errors: ['not_found', 'appeal_open'],
  }),
} as const
