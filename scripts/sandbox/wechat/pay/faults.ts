import { z } from 'zod'
import { refusalCodes } from './errors'

/** What may be changed in a callback before it goes out. */
export const forgeries = [
  // Signed and encrypted as it should be, but the content is another.
  'wrong-amount',
  'wrong-currency',
  'wrong-appid',
  'wrong-mchid',
  'wrong-openid',
  'wrong-number',
  // The encryption is spoiled; the signature is right.
  'bad-tag',
  'bad-aad',
  'wrong-key',
  // The signature is spoiled.
  'bad-serial',
  'bad-signature',
  'changed-body',
  'stale-timestamp',
  'future-timestamp',
  'signtest',
  'unsigned',
] as const
export type Forgery = (typeof forgeries)[number]

/** `times`: how often; without it until cleared. */
const times = z.int().positive().optional()

const apiFault = z.strictObject({
  on: z.literal('api'),
  what: z.enum([
    'slow',
    // The connection ends, before or after the work was done.
    'down',
    'answer-lost',
    'refuse',
    'garbage',
    // The answer is right, but not proved to be WeChat's.
    'unsigned',
    'wrong-signature',
    'wrong-serial',
    'stale-timestamp',
  ]),
  times,
  /** Only requests of this method, and only paths that contain this text. */
  method: z.enum(['GET', 'POST']).optional(),
  path: z.string().optional(),
  /** For `slow`. */
  delayMs: z.int().positive().default(10_000),
  /** For `refuse`. */
  code: z.enum(refusalCodes).default('SYSTEM_ERROR'),
})

const callbackFault = z.strictObject({
  on: z.literal('callback'),
  what: z.enum(['late', 'doubled', 'reordered', 'lost', 'attempt-lost', ...forgeries]),
  times,
  /** Only callbacks of this kind, and only those about this order or refund. */
  event: z.enum(['TRANSACTION', 'REFUND']).optional(),
  about: z.string().optional(),
  /** For `late`, on the sandbox's clock. */
  delayMs: z.int().positive().default(120_000),
})

/** `paid-first`: the payment wins and the close is refused. `paid-after`: the close is confirmed and still the money comes. */
const closeFault = z.strictObject({ on: z.literal('close'), what: z.enum(['paid-first', 'paid-after']), times })

const refundFault = z.strictObject({
  on: z.literal('refund'),
  what: z.enum(['abnormal', 'abnormal-then-success', 'closed', 'stuck']),
  times,
})

const billFault = z.strictObject({
  on: z.literal('bill'),
  what: z.enum(['missing', 'line-missing', 'line-extra', 'other-amount', 'wrong-hash']),
  times,
})

export const faultCommand = z.discriminatedUnion('on', [apiFault, callbackFault, closeFault, refundFault, billFault])
export type PayFault = z.infer<typeof faultCommand>
/** As a test writes it: what has a default may be left out. */
export type PayFaultCommand = z.input<typeof faultCommand>
type FaultOn<On extends PayFault['on']> = Extract<PayFault, { on: On }>

export function createPayFaults() {
  let active: PayFault[] = []

  return {
    active: () => active,
    add: (fault: PayFault) => void active.push({ ...fault }),
    clear: () => void (active = []),

    /** The first fault of this kind that fits; one of its times is used up. */
    take<On extends PayFault['on']>(on: On, fits: (fault: FaultOn<On>) => boolean = () => true) {
      const found = active.find((fault): fault is FaultOn<On> => fault.on === on && fits(fault as FaultOn<On>))
      if (found?.times !== undefined) {
        found.times -= 1
        if (found.times === 0) active = active.filter(fault => fault !== found)
      }
      return found
    },
  }
}
