import { newCallbackId } from './numbers'
import { type Pay } from './pay'
import { type Callback } from './records'

/** Whether a callback is one of those that a fault is meant for. */
export const meantFor =
  ({ eventType, about }: Pick<Callback, 'eventType' | 'about'>) =>
  (fault: { event?: string; about?: string }): boolean =>
    (fault.event === undefined || eventType.startsWith(fault.event)) &&
    (fault.about === undefined || fault.about === about)

/** A callback to be kept together with the change it tells of; held back or lost if so commanded. */
export function announce(pay: Pay, news: Pick<Callback, 'eventType' | 'about' | 'url' | 'content'>): Callback {
  const now = pay.clock.now()
  const fits = meantFor(news)
  const fault = pay.faults.take('callback', of => ['late', 'reordered', 'lost'].includes(of.what) && fits(of))
  const states: Record<string, Callback['state']> = { lost: 'lost', reordered: 'held' }
  return {
    ...news,
    id: newCallbackId(now),
    createdAt: now,
    attempts: 0,
    state: states[fault?.what ?? ''] ?? 'waiting',
    nextAt: fault?.what === 'late' ? now + fault.delayMs : now,
  }
}
