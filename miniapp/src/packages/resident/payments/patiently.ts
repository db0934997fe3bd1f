import type { Order } from 'shared/payments/model'
import type { PayResult } from '../../../platform/payment'

/** Milliseconds before each question, by what WeChat's page said: a payment takes a moment to arrive. */
export const waitsAfter: Record<PayResult, readonly number[]> = {
  ok: [0, 1_500, 2_000, 3_000, 4_000, 5_000, 6_000],
  // Who gave up may have paid before all the same, so it is asked once.
  cancel: [0],
  fail: [0, 2_000],
}

/**
 * Asks until the order is decided or patience ends; questions that were lost are asked again.
 * @returns the last answer, null when there was none
 */
export const patiently = async (
  ask: () => Promise<Order>,
  waits: readonly number[],
  pause: (ms: number) => Promise<unknown> = ms => new Promise(resolve => setTimeout(resolve, ms)),
): Promise<Order | null> => {
  let last: Order | null = null
  for (const wait of waits) {
    await pause(wait)
    last = await ask().catch(() => last)
    if (last && last.state !== 'open') return last
  }
  return last
}
