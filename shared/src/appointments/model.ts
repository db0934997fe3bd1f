/** The words of 预约诊疗 that the resident's, the desk's and the administrator's contracts share. */
import * as z from 'zod/mini'
import { ClockTime, Count, Day, Fen, Id, Instant, PlatformId } from '../kernel/schemas'
import { Receipt } from '../relay/contract'

/** FHIR AppointmentStatus, the part we use. `waitlist` lives in its own records. */
export const appointmentStatuses = ['pending', 'booked', 'arrived', 'fulfilled', 'cancelled', 'noshow'] as const
export const AppointmentStatus = z.enum(appointmentStatuses)
export type AppointmentStatus = z.infer<typeof AppointmentStatus>

export const pools = ['public', 'contracted', 'referral'] as const
export const Pool = z.enum(pools)
export type Pool = z.infer<typeof Pool>

export const Period = z.enum(['morning', 'afternoon', 'evening'])

/** One doctor, one department, one half day. */
export const Session = z.object({
  sessionId: PlatformId,
  institutionId: PlatformId,
  institutionName: z.string(),
  departmentId: PlatformId,
  departmentName: z.string(),
  doctorId: PlatformId,
  doctorName: z.string(),
  doctorTitle: z.nullable(z.string()),
  grade: z.enum(['ordinary', 'expert']),
  day: Day,
  period: Period,
  startsAt: ClockTime,
  endsAt: ClockTime,
  /** Building, floor, room. */
  place: z.nullable(z.string()),
  /** 0 is free. Paid on the phone or at the window, as the institution has it. */
  fee: Fen,
  state: z.enum(['open', 'stopped']),
})

/** Who made the last change and why, in words a person reads. */
export const LastChange = z.object({
  at: Instant,
  by: z.enum(['self', 'proxy', 'doctor', 'clinic', 'county_platform', 'system']),
  /** 本人, 妈妈的代办人 林*, 云溪县人民医院. */
  byName: z.string(),
  reason: z.nullable(z.string()),
})

/** The fee's own state beside the appointment's status: `due` holds the number until `payBefore`. */
export const appointmentPaymentStates = ['due', 'paid', 'refunding', 'refunded'] as const
export const PaymentState = z.enum(appointmentPaymentStates)
export type PaymentState = z.infer<typeof PaymentState>
export const AppointmentPayment = z.object({
  state: PaymentState,
  orderId: Id,
  amount: Fen,
  /** Of the amount: given back, or on its way. */
  refunded: Fen,
  payBefore: z.nullable(Instant),
})

export const Appointment = z.object({
  appointmentId: Id,
  personId: Id,
  /** Masked unless the reader's role allows. */
  personName: z.string(),
  status: AppointmentStatus,
  session: Session,
  slotId: PlatformId,
  /** The slot's beginning and end, county time. */
  from: ClockTime,
  to: ClockTime,
  pool: Pool,
  /** Order of arrival, from check-in on. */
  queueNumber: z.nullable(Count),
  /** People called before this one, while `arrived`. */
  peopleAhead: z.nullable(Count),
  /** A free follow-up number (一次挂号管三天). */
  followUp: z.boolean(),
  fee: Fen,
  /** null: nothing to pay on the phone (free, or paid at the window). */
  payment: z.nullable(AppointmentPayment),
  bring: z.array(z.string()),
  createdAt: Instant,
  lastChange: LastChange,
  /** Until when a cancel is free. */
  cancelUntil: Instant,
  can: z.object({ cancel: z.boolean(), move: z.boolean(), followUpUntil: z.nullable(Day) }),
  relay: Receipt,
})
export type Appointment = z.infer<typeof Appointment>

export const SlotOffer = z.object({
  slotId: PlatformId,
  sessionId: PlatformId,
  day: Day,
  from: ClockTime,
  to: ClockTime,
  doctorName: z.string(),
  /** Numbers this person may still take. */
  remaining: Count,
})
export type SlotOffer = z.infer<typeof SlotOffer>

export const NoShowRecord = z.object({
  /** No-shows that count now, of how many allowed within how many days. */
  count: Count,
  limit: Count,
  withinDays: Count,
  noShows: z.array(z.object({ appointmentId: Id, day: Day, departmentName: z.string(), institutionName: z.string() })),
  block: z.nullable(
    z.object({
      blockId: Id,
      endsOn: Day,
      appeal: z.nullable(
        z.object({
          state: z.enum(['open', 'lifted', 'upheld']),
          statement: z.string(),
          answer: z.nullable(z.string()),
        }),
      ),
    }),
  ),
})
