import { meantFor } from './announce'
import { callbackMessage, type Message } from './callback-message'
import { forgeries, type Forgery } from './faults'
import { type Pay } from './pay'
import { type Callback } from './records'
import { settleRefunds } from './refunds'

/** Seconds until the next attempt after each failed one: 15s 15s 30s 3m 10m 20m 30m×3 60m 3h×3 6h×2. */
const pauses = [15, 15, 30, 180, 600, 1200, 1800, 1800, 1800, 3600, 10_800, 10_800, 10_800, 21_600, 21_600]
/** WeChat Pay waits this long for an answer. */
const patienceMs = 5000
const sentKept = 1000
/** A merchant that was away for long is not flooded. */
const atOnce = 32

export type Sent = Message & {
  callbackId: string
  about: string
  eventType: Callback['eventType']
  /** On the sandbox's clock. */
  at: number
  /** How it was spoiled; `replay` when an earlier message went out once more, byte by byte. */
  forgery: Forgery | 'replay' | null
  /** Null while it is under way and when nobody answered. */
  status: number | null
}

const isForgery = (what: string): what is Forgery => (forgeries as readonly string[]).includes(what)

/** Sends what is due; `settle` resolves when nothing due is left, `deliver` and `replay` send on command. */
export function createCallbacks(pay: Pay) {
  const sent: Sent[] = []
  const underWay = new Map<string, Promise<void>>()

  async function post(callback: Callback, message: Message, forgery: Sent['forgery']): Promise<Sent> {
    const { id: callbackId, about, eventType } = callback
    const record: Sent = { ...message, callbackId, about, eventType, at: pay.clock.now(), forgery, status: null }
    sent.push(record)
    if (sent.length > sentKept) sent.shift()
    try {
      const { headers, body } = message
      const signal = AbortSignal.timeout(patienceMs)
      const target = addressOf(pay, callback.url)
      const answer = await fetch(target, { method: 'POST', headers, body, signal, redirect: 'manual' })
      await answer.arrayBuffer()
      record.status = answer.status
    } catch {
      // Nobody answered, or not in time: the status stays null.
    }
    return record
  }

  /** One attempt, or two at once when commanded. */
  async function attempt(callback: Callback, copies = 1): Promise<Sent[]> {
    const fault = pay.faults.take('callback', of => !early.includes(of.what) && meantFor(callback)(of))?.what
    const forgery = fault && isForgery(fault) ? fault : null
    const count = fault === 'attempt-lost' ? 0 : fault === 'doubled' ? 2 : copies
    const message = () => callbackMessage(pay, callback, forgery ?? undefined)
    const tries = await Promise.all(Array.from({ length: count }, () => post(callback, message(), forgery)))
    conclude(
      callback.id,
      tries.some(({ status }) => status === 200 || status === 204),
    )
    releaseHeld(callback.id)
    return tries
  }

  function conclude(id: string, acknowledged: boolean): void {
    const callback = pay.books.callback(id)!
    const attempts = callback.attempts + 1
    const pause = pauses[attempts - 1]
    const failed: Callback['state'] = pause === undefined ? 'given-up' : 'waiting'
    const state = acknowledged || callback.state === 'acknowledged' ? 'acknowledged' : failed
    const nextAt = pay.clock.now() + (pause ?? 0) * 1000
    pay.books.save({ callbacks: [{ ...callback, attempts, state, nextAt }] })
  }

  /** Those that were to be overtaken go out once another has gone. */
  function releaseHeld(but: string): void {
    const held = pay.books.undelivered().filter(({ state, id }) => state === 'held' && id !== but)
    const nextAt = pay.clock.now()
    if (held.length > 0) pay.books.save({ callbacks: held.map(one => ({ ...one, state: 'waiting' as const, nextAt })) })
  }

  function sendDue(): void {
    settleRefunds(pay)
    if (pay.settings.callbacks === 'held') return
    for (const callback of pay.books.undelivered()) {
      const due = callback.state === 'waiting' && callback.nextAt <= pay.clock.now()
      if (!due || underWay.has(callback.id)) continue
      if (underWay.size >= atOnce) return
      const work = attempt(callback).then(() => undefined)
      underWay.set(
        callback.id,
        work.finally(() => underWay.delete(callback.id)),
      )
    }
  }

  return {
    sent: () => sent,
    sendDue,
    /** Resolves when no callback is under way. */
    idle: async (): Promise<void> => void (await Promise.all(underWay.values())),
    async settle(): Promise<void> {
      for (sendDue(); underWay.size > 0; sendDue()) await Promise.all(underWay.values())
    },
    /** Now, whatever its hour and its state. */
    async deliver(callbacks: Callback[], copies: number): Promise<Sent[]> {
      const answers = []
      for (const callback of callbacks) answers.push(...(await attempt(callback, copies)))
      return answers
    },
    /** The very bytes and headers of an earlier message; it changes nothing in the schedule. */
    replay: (earlier: Sent) => post(pay.books.callback(earlier.callbackId)!, earlier, 'replay'),
  }
}
export type Callbacks = ReturnType<typeof createCallbacks>

/** Faults that act when a callback comes into being. */
const early: readonly string[] = ['late', 'reordered', 'lost']

function addressOf({ settings }: Pay, url: string): string {
  if (settings.callbackOrigin === null) return url
  const { pathname } = new URL(url)
  return new URL(pathname, settings.callbackOrigin).href
}
