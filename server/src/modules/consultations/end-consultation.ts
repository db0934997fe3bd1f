/** Every end but the signed summary's: the row, its money, the note in the talk, the word to the resident. */
import { type Problem, isProblem } from 'shared/kernel/errors'
import type { RefundReason } from 'shared/payments/model'
import type { Context } from '../../context'
import type { Tx } from '../../db/transaction'
import { giveUpOrder, requestRefund } from '../payments'
import { type By, changeConsultation, ended } from './change'
import { Consultation } from './consultation.entity'
import { appendNote } from './talking/append'
import { tellResident } from './talking/tell-consultation'

export interface End {
  outcome: NonNullable<Consultation['outcome']>
  /** Who ended it and why, as a person reads it: note, message and record say so. */
  words: string
  /** Where the note in the talk says more than that, and where the message says less: a doctor's words are for no lock screen. */
  note?: string
  message?: string
  /** How it stands, in at most 5 Chinese characters: 未接诊. Null: the resident ended it and needs no message. */
  state: string | null
  /** Null: the fee is kept. The order's own words never say what a doctor wrote. */
  refund: { reason: RefundReason; words: string } | null
  by: By
  at: Date
  /** What this end sets besides: where the patient is sent. */
  also?: Partial<Consultation>
}

/** A fee that waits ends with the row (the database insists); a refund by the desk may have come after it was read. */
const endFee = async (
  tx: Tx,
  c: Consultation,
  refund: End['refund'],
  at: Date,
): Promise<Consultation['paymentState']> => {
  const { consultationId, paymentState } = c
  const which = { purpose: 'consultation' as const, purposeId: consultationId }
  if (paymentState === 'due') await giveUpOrder(tx, which.purpose, which.purposeId, at)
  if (paymentState !== 'paid' || !refund) return paymentState === 'due' ? null : paymentState
  await tx.update(Consultation, { consultationId, paymentState: 'paid' }, { paymentState: 'refunding' })
  await requestRefund(tx, { ...which, ...refund, at })
  return 'refunding'
}

/**
 * In one transaction, once: somebody else's change in between makes it a `consultation_state`. Tell the phones after the
 * commit (talking/announce.ts).
 * @param c as read
 * @returns the row as it is now
 */
export const endConsultation = async (
  tx: Tx,
  { cipher }: Pick<Context, 'cipher'>,
  c: Consultation,
  { outcome, words, note = words, message = words, state, refund, by, at, also }: End,
): Promise<Consultation | Problem<'consultation_state'>> => {
  const { consultationId } = c
  const due = c.paymentState === 'due'
  const set = { ...ended(outcome, cipher.seal(words, 'consultation'), at), ...(due && { paymentState: null }), ...also }
  const now = await changeConsultation(tx, c, set, by, at)
  if (isProblem(now)) return now
  const paymentState = await endFee(tx, c, refund, at)
  // Nobody talked in what was never paid for.
  const lastSeq = c.queuedAt ? await appendNote(tx, cipher, { consultationId, text: note, at }) : c.lastSeq
  if (state) await tellResident(tx, now, 'consultation_ended', { at, state, reason: message })
  return { ...now, paymentState, lastSeq, lastAt: c.queuedAt ? at : c.lastAt }
}
