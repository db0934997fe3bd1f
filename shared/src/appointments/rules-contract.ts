/** What each institution sets for itself; defaults and their sources in docs (domain rules of 预约诊疗). */
import * as z from 'zod/mini'
import { endpoint } from '../kernel/endpoint'
import { ClockTime, Instant, PlatformId } from '../kernel/schemas'

const between = (min: number, max: number) => z.int().check(z.gte(min), z.lte(max))

/** Fen: more is a slip of the hand. */
const mostFee = 1_000_000

export const AppointmentRules = z.object({
  /** Days ahead that numbers are released, today not counted. */
  horizonDays: between(1, 90),
  /** Daytime hour at which the next day's numbers open; never at night (改善医疗服务行动). */
  releaseAt: ClockTime.check(
    z.refine(t => t >= '07:00' && t <= '20:00', { error: '放号时间要在 07:00 到 20:00 之间' }),
  ),
  /** Days before the visit on which unused reserved numbers return to the public pool, and at what time. */
  reservedReturnDaysBefore: between(0, 14),
  reservedReturnAt: ClockTime,
  /** Live or kept bookings of one person, one department, one day. */
  perDepartmentPerDay: between(1, 10),
  /** Bookings of one phone number in one calendar month. */
  perPhonePerMonth: between(1, 100),
  cancelMinutesBeforeOrdinary: between(0, 10080),
  cancelMinutesBeforeExpert: between(0, 10080),
  /** Whether the clinic confirms each booking (`pending` first) or bookings are firm at once. */
  confirmByClinic: z.boolean(),
  /** Who comes some days early may be checked in all the same, if the desk chooses so. */
  checkInDaysBefore: between(0, 7),
  lateMinutes: between(0, 240),
  /** Who was not checked in by the end of the day did not come; else only the desk says so. */
  noShowByDayEnd: z.boolean(),
  noShowLimit: between(1, 20),
  noShowWithinDays: between(1, 730),
  noShowBlockDays: between(1, 365),
  offerHours: between(1, 72),
  followUpDays: between(1, 14),
  /** Whether the fee is paid on the phone when booking; else at the window. */
  payOnline: z.boolean(),
  /** How long a number is held for its payment. */
  payMinutes: between(5, 120),
  /** Fees of sessions that the county platform sends without one, by the doctor's title. */
  titleFees: z
    .array(z.object({ title: z.string().check(z.trim(), z.minLength(1), z.maxLength(20)), fee: between(0, mostFee) }))
    .check(z.maxLength(20)),
  /** Exempt from the fee by age on the day of the visit: from this age on, and below this one. null: nobody. */
  exemptFromAge: z.nullable(between(50, 120)),
  exemptBelowAge: z.nullable(between(1, 18)),
  bring: z.array(z.string().check(z.trim(), z.minLength(1), z.maxLength(40))).check(z.maxLength(8)),
})
export type AppointmentRules = z.infer<typeof AppointmentRules>

export const defaultAppointmentRules: AppointmentRules = {
  horizonDays: 14,
  releaseAt: '08:00',
  reservedReturnDaysBefore: 1,
  reservedReturnAt: '12:00',
  perDepartmentPerDay: 1,
  perPhonePerMonth: 8,
  cancelMinutesBeforeOrdinary: 30,
  cancelMinutesBeforeExpert: 720,
  confirmByClinic: true,
  checkInDaysBefore: 1,
  lateMinutes: 30,
  // A desk that does not check everybody in would blame people who came.
  noShowByDayEnd: false,
  noShowLimit: 3,
  noShowWithinDays: 180,
  noShowBlockDays: 90,
  offerHours: 24,
  followUpDays: 3,
  payOnline: false,
  payMinutes: 15,
  titleFees: [],
  exemptFromAge: null,
  exemptBelowAge: null,
  bring: ['身份证', '医保卡或医保码', '以前的病历和检查单'],
}

const administrators = ['administrator'] as const
const institution = z.object({ institutionId: PlatformId })
const Stored = z.object({
  institutionId: PlatformId,
  institutionName: z.string(),
  rules: AppointmentRules,
  /** Must be sent back with a change, so that two administrators do not overwrite each other. */
  version: z.int(),
  changes: z.array(z.object({ at: Instant, by: z.string(), what: z.array(z.string()) })),
})

export const appointmentRulesContract = {
  rules: endpoint({
    method: 'GET',
    path: '/admin/institutions/:institutionId/appointment-rules',
    summary: "An institution's booking rules and who changed what",
    access: administrators,
    params: institution,
    reply: Stored,
    errors: ['not_found'],
  }),
  changeRules: endpoint({
    method: 'PUT',
    path: '/admin/institutions/:institutionId/appointment-rules',
    summary: "Change an institution's booking rules; audited",
    access: administrators,
    params: institution,
    body: z.object({ rules: AppointmentRules, version: z.int() }),
    reply: Stored,
    errors: ['not_found', 'version_conflict'],
  }),
} as const
