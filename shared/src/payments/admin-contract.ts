/** 对账: each day's bills of WeChat Pay against our books, and what the institutions earned. */
import * as z from 'zod/mini'
import { endpoint } from '../kernel/endpoint'
import { Count, Day, Fen, Id, Instant, PlatformId, statement } from '../kernel/schemas'

const administrators = ['administrator'] as const
const day = z.object({ day: Day })
const Money = z.object({ count: Count, amount: Fen })

/** `waiting`: the bill is not out yet (10:00 of the next day); `missing`: it should be, and is not: an alarm. */
export const DayState = z.enum(['waiting', 'green', 'open', 'missing'])
export type DayState = z.infer<typeof DayState>

const differenceKinds = [
  'payment_missing_in_books',
  'payment_missing_in_bill',
  'payment_amount_differs',
  'refund_missing_in_books',
  'refund_missing_in_bill',
  'refund_amount_differs',
  'fund_flow_differs',
] as const
export const DifferenceKind = z.enum(differenceKinds)
export type DifferenceKind = z.infer<typeof DifferenceKind>

export const Difference = z.object({
  differenceId: Id,
  kind: DifferenceKind,
  /** Our order or refund number, or WeChat's when we have none. */
  number: z.string(),
  /** What the books say and what the bill says; null where one of them has no such line. */
  books: z.nullable(Fen),
  bill: z.nullable(Fen),
  /** `mended`: by the system, safely (a lost callback); `explained`: by an administrator. */
  state: z.enum(['open', 'mended', 'explained']),
  note: z.nullable(z.string()),
  by: z.nullable(z.string()),
  at: Instant,
})
export type Difference = z.infer<typeof Difference>

const DaySummary = z.object({ day: Day, state: DayState, payments: Money, refunds: Money, openDifferences: Count })
const DayDetail = z.extend(DaySummary, {
  reconciledAt: z.nullable(Instant),
  institutions: z.array(
    z.object({ institutionId: PlatformId, institutionName: z.string(), payments: Money, refunds: Money }),
  ),
  differences: z.array(Difference),
})

export const paymentsAdminContract = {
  paymentDays: endpoint({
    method: 'GET',
    path: '/admin/payments/days',
    summary: 'The last 31 days: green, or what is open',
    access: administrators,
    reply: z.object({
      days: z.array(DaySummary),
      /** Forged callbacks and mismatches of the last 31 days. */
      alarms: z.array(z.object({ alarmId: Id, at: Instant, kind: z.string(), words: z.string() })),
    }),
  }),
  paymentDay: endpoint({
    method: 'GET',
    path: '/admin/payments/days/:day',
    summary: 'One day: totals by institution, and every difference between bill and books',
    access: administrators,
    params: day,
    reply: DayDetail,
    errors: ['not_found'],
  }),
  reconcileDay: endpoint({
    method: 'POST',
    path: '/admin/payments/days/:day/reconciliation',
    summary: 'Fetch the bills and compare once more',
    access: administrators,
    params: day,
    reply: DayDetail,
    errors: ['not_found', 'payment_unavailable'],
  }),
  explainDifference: endpoint({
    method: 'POST',
    path: '/admin/payments/differences/:differenceId/explanation',
    summary: 'Close a difference with a written reason; audited',
    access: administrators,
    params: z.object({ differenceId: Id }),
    body: z.object({ note: statement(5, 200) }),
    reply: Difference,
    errors: ['not_found', 'already_decided'],
  }),
  exportDay: endpoint({
    method: 'GET',
    path: '/admin/payments/days/:day/export',
    summary: 'Every payment and refund of the day with the fields of 电子票据, as CSV',
    access: administrators,
    params: day,
    reply: z.string(),
    replyType: 'text/csv',
    errors: ['not_found'],
  }),
} as const
