/** The clinic desk (诊室/导诊台): today's list of one institution. Staff see their own institution only. */
import * as z from 'zod/mini'
import { endpoint } from '../kernel/endpoint'
import { ActingAt, ClockTime, Count, Day, Id, Instant, PlatformId, statement } from '../kernel/schemas'
import { ScannedCode } from '../health-card/contract'
import { AppointmentPayment, AppointmentStatus, LastChange, Pool, Session } from './model'
import { Receipt } from '../relay/contract'

/** Letters of a name that the desk must give to find somebody. */
export const leastOfName = 2

const desk = ['staff'] as const
const appointment = z.object({ appointmentId: Id })
const session = z.object({ sessionId: PlatformId })

export const DeskAppointment = z.object({
  appointmentId: Id,
  personId: Id,
  personName: z.string(),
  age: Count,
  sex: z.enum(['male', 'female', 'other', 'unknown']),
  phone: z.nullable(z.string()),
  status: AppointmentStatus,
  /** Its time has come and it still waits for the clinic's answer; it is cancelled when the session ends. */
  overdue: z.boolean(),
  sessionId: PlatformId,
  departmentName: z.string(),
  doctorName: z.string(),
  day: Day,
  from: ClockTime,
  to: ClockTime,
  pool: Pool,
  followUp: z.boolean(),
  /** null: nothing was to be paid on the phone. `due`: it can only be refused until it is paid. */
  payment: z.nullable(AppointmentPayment),
  queueNumber: z.nullable(Count),
  calledAt: z.nullable(Instant),
  lastChange: LastChange,
  /** Until when `undo` takes back what this desk did last; null when nothing can be undone. */
  undoUntil: z.nullable(Instant),
  relay: Receipt,
})
const DeskSession = z.extend(Session, {
  capacity: Count,
  pending: Count,
  booked: Count,
  arrived: Count,
  done: Count,
  called: z.nullable(Count),
})
const changed = ['not_found', 'appointment_state', 'payment_due'] as const

export const deskContract = {
  deskSessions: endpoint({
    method: 'GET',
    path: '/desk/sessions',
    summary: "One day's sessions of the institution with their numbers",
    access: desk,
    query: z.object({ day: z.optional(Day) }),
    reply: z.object({ day: Day, sessions: z.array(DeskSession) }),
  }),
  deskAppointments: endpoint({
    method: 'GET',
    path: '/desk/appointments',
    summary: "One day's appointments; `since` gives only what changed after that cursor, for a list that stays fresh",
    access: desk,
    query: z.object({
      day: z.optional(Day),
      sessionId: z.optional(PlatformId),
      status: z.optional(AppointmentStatus),
      since: z.optional(z.string().check(z.regex(/^[\w\-.:]{1,64}$/))),
    }),
    /**
     * `whole`: the list itself, to put in place of the old one; else only what changed, to be merged by appointmentId.
     * With `since`, `status` does not narrow the answer, so that a row that leaves a filter is heard of: filter what was
     * merged.
     */
    reply: z.object({ appointments: z.array(DeskAppointment), cursor: z.string(), whole: z.boolean() }),
  }),
  /** Names come masked: one letter is too little to ask for, and asking is counted, so that no name is spelt out so. */
  findByName: endpoint({
    method: 'POST',
    path: '/desk/appointments/search',
    summary: "Which of one day's appointments are of somebody whose name has these letters; audited",
    access: desk,
    body: z.object({ day: Day, name: z.string().check(z.trim(), z.minLength(leastOfName), z.maxLength(20)) }),
    reply: z.object({ appointmentIds: z.array(Id) }),
    idempotency: 'none',
    limit: 'guess',
  }),
  confirm: endpoint({
    method: 'POST',
    path: '/desk/appointments/confirmation',
    summary: 'Confirm one or many; each answered by itself',
    access: desk,
    body: z.object({ appointmentIds: z.array(Id).check(z.minLength(1), z.maxLength(200)) }),
    reply: z.object({
      results: z.array(z.object({ appointmentId: Id, ok: z.boolean(), code: z.nullable(z.string()) })),
    }),
  }),
  refuse: endpoint({
    method: 'POST',
    path: '/desk/appointments/refusal',
    summary: 'Refuse one or many with the reason the resident will read; the numbers go back',
    access: desk,
    body: z.object({ appointmentIds: z.array(Id).check(z.minLength(1), z.maxLength(200)), reason: statement(2, 100) }),
    reply: z.object({
      results: z.array(z.object({ appointmentId: Id, ok: z.boolean(), code: z.nullable(z.string()) })),
    }),
  }),
  checkIn: endpoint({
    method: 'POST',
    path: '/desk/appointments/:appointmentId/check-in',
    summary: 'Check in by name',
    access: desk,
    params: appointment,
    reply: DeskAppointment,
    errors: [...changed, 'not_today'],
  }),
  checkInByCard: endpoint({
    method: 'POST',
    path: '/desk/check-in',
    summary:
      "Check in by scanning the card: today's appointments of that person here; the only one is checked in, several or early ones are for the desk to choose",
    access: desk,
    body: z.object({ code: ScannedCode, institutionId: ActingAt }),
    reply: z.object({
      checkedIn: z.nullable(DeskAppointment),
      choices: z.array(DeskAppointment),
      /** None today: the choices are of the coming days, and the desk may check in early. */
      early: z.boolean(),
      personName: z.string(),
    }),
    errors: [
      'institution_choice',
      'card_code_expired',
      'card_code_forged',
      'card_void',
      'no_appointment_today',
      'not_today',
      'payment_due',
      'county_platform_unavailable',
    ],
    limit: 'guess',
  }),
  callNext: endpoint({
    method: 'POST',
    path: '/desk/sessions/:sessionId/call',
    summary: 'Call the next who has arrived',
    access: desk,
    params: session,
    reply: z.object({ called: z.nullable(DeskAppointment) }),
    errors: ['not_found'],
  }),
  fulfil: endpoint({
    method: 'POST',
    path: '/desk/appointments/:appointmentId/fulfilment',
    summary: 'The visit took place',
    access: desk,
    params: appointment,
    reply: DeskAppointment,
    errors: changed,
  }),
  markNoShow: endpoint({
    method: 'POST',
    path: '/desk/appointments/:appointmentId/no-show',
    summary: 'Did not come (late by up to the allowed minutes still counts as come)',
    access: desk,
    params: appointment,
    reply: DeskAppointment,
    errors: [...changed, 'no_show_too_early'],
  }),
  undo: endpoint({
    method: 'POST',
    path: '/desk/appointments/:appointmentId/undo',
    summary: 'Take back what this desk did last, within a minute, where harmless',
    access: desk,
    params: appointment,
    reply: DeskAppointment,
    errors: ['not_found', 'undo_ended'],
  }),
  stopPreview: endpoint({
    method: 'GET',
    path: '/desk/sessions/:sessionId/stop-preview',
    summary: 'What stopping this session will do',
    access: desk,
    params: session,
    reply: z.object({
      session: Session,
      toCancel: Count,
      arrived: Count,
      waitlisted: Count,
      alternatives: z.array(z.object({ sessionId: PlatformId, doctorName: z.string(), remaining: Count })),
    }),
    errors: ['not_found', 'session_stopped'],
  }),
  stopSession: endpoint({
    method: 'POST',
    path: '/desk/sessions/:sessionId/stop',
    summary: 'Stop a session (停诊): cancels every booking, offers the same day and grade at no extra fee',
    access: desk,
    params: session,
    body: z.object({ reason: statement(2, 100) }),
    reply: z.object({ cancelled: Count }),
    errors: ['not_found', 'session_stopped'],
  }),
  exportSession: endpoint({
    method: 'GET',
    path: '/desk/sessions/:sessionId/export',
    summary: "A session's list as CSV, names masked",
    access: desk,
    params: session,
    reply: z.string(),
    replyType: 'text/csv',
    errors: ['not_found'],
  }),
  blocks: endpoint({
    method: 'GET',
    path: '/desk/no-show-blocks',
    summary: 'Residents blocked by no-shows here, appeals first',
    access: desk,
    reply: z.object({
      blocks: z.array(
        z.object({ blockId: Id, personName: z.string(), endsOn: Day, noShows: Count, appeal: z.nullable(z.string()) }),
      ),
    }),
  }),
  decideBlock: endpoint({
    method: 'POST',
    path: '/desk/no-show-blocks/:blockId/decision',
    summary: 'Lift a block or answer its appeal, with the reason',
    access: desk,
    params: z.object({ blockId: Id }),
    body: z.object({ lift: z.boolean(), reason: statement(2, 200) }),
    reply: z.object({ lifted: z.boolean() }),
    errors: ['not_found', 'already_decided'],
  }),
} as const
