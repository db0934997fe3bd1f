/**
 * Tells the phones of both sides that there is something new, after the commit. Best effort: nobody waits for it and
 * nothing of it is thrown; whoever missed it finds out by asking.
 */
import type { LiveEvent } from 'shared/live/contract'
import type { Context } from '../../../context'
import type { Recipient } from '../../../live'
import { type Told, bothSidesOf, doctorOf } from './audience'

const publishTo = (context: Context, to: Promise<Recipient[]>, events: LiveEvent[]): void => {
  to.then(recipients => {
    if (recipients.length) for (const event of events) context.live.publish(recipients, event)
  }).catch((error: unknown) => context.log.warn({ err: error }, 'not announced'))
}

/**
 * `news`: there are messages up to `seq`, to both sides; `state`: ask for it again, to both; `queue`: to the doctor
 * alone, `consultation` naming whose queue (after a transfer also once with the earlier doctor).
 */
export const announce = (
  context: Context,
  consultation: Told & { lastSeq: number },
  event: 'news' | 'state' | 'queue',
  seq = consultation.lastSeq,
): void => {
  const { consultationId } = consultation
  if (event === 'queue') return publishTo(context, Promise.resolve(doctorOf(consultation)), [{ type: 'queue' }])
  const told: LiveEvent = event === 'news' ? { type: 'news', consultationId, seq } : { type: 'state', consultationId }
  publishTo(context, bothSidesOf(context, consultation), [told])
}

/** The doctor's list and the page that lies open show them. */
export const announceRedFlags = (context: Context, consultation: Told & { lastSeq: number }): void => {
  for (const event of ['state', 'queue'] as const) announce(context, consultation, event)
}

/** What a job did to many, one after another. */
export const announceMany = (
  context: Context,
  consultations: readonly (Told & { lastSeq: number })[],
  events: readonly ('news' | 'state' | 'queue')[],
): void => {
  for (const consultation of consultations) for (const event of events) announce(context, consultation, event)
}

/** How far one side is, to both. */
export const announceReceipt = (
  context: Context,
  consultation: Told,
  receipt: Pick<Extract<LiveEvent, { type: 'receipt' }>, 'side' | 'delivered' | 'read'>,
): void =>
  publishTo(context, bothSidesOf(context, consultation), [
    { type: 'receipt', consultationId: consultation.consultationId, ...receipt },
  ])
