import { useRef, useState } from 'react'
import type { ProblemError } from 'shared/kernel/client'
import { intentDecided, intentKey } from './intent'
import { noLongerTrue } from './query-client'
import { asProblem, isUndecided } from './send'

interface Options<R> {
  /** Query keys (or their beginnings) that are no longer true afterwards. */
  changes?: readonly (readonly unknown[])[]
  done?: (reply: R) => void
  /** Told instead of (not besides) being shown by the page through `problem`: return true when handled. */
  refused?: (problem: ProblemError) => boolean | void
}

export interface Act<I, R> {
  /** Does it, unless it is already being done. Resolves to the reply, or null when it failed or was a second tap. */
  act: (input: I) => Promise<R | null>
  busy: boolean
  problem: ProblemError | null
  clear: () => void
}

const pause = (ms: number) => new Promise(resolve => setTimeout(resolve, ms))

/** Lost answers are asked for again under the same key; refusals are not. */
const attempt = async <R>(run: () => Promise<R>): Promise<R> => {
  for (const wait of [1_000, 2_500]) {
    try {
      return await run()
    } catch (error) {
      if (!isUndecided(error)) throw error
      await pause(wait)
    }
  }
  return run()
}

/**
 * A write: one at a time, repeated safely when the network is lost.
 * @param name the act, unique in the app: `book`, `cancel`
 * @param run does it with the given idempotency key
 */
export const useAct = <I, R>(
  name: string,
  run: (input: I, idempotencyKey: string) => Promise<R>,
  options: Options<R> = {},
): Act<I, R> => {
  const running = useRef(false)
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<ProblemError | null>(null)

  const act = async (input: I): Promise<R | null> => {
    if (running.current) return null
    running.current = true
    setBusy(true)
    setProblem(null)
    const key = intentKey(name, input)
    try {
      const reply = await attempt(() => run(input, key))
      intentDecided(name)
      await Promise.all((options.changes ?? []).map(noLongerTrue))
      options.done?.(reply)
      return reply
    } catch (error) {
      const refusal = asProblem(error)
      // Done, only the answer cannot be read: another tap under the same key does it no second time.
      if (refusal.code === 'app_outdated') await Promise.all((options.changes ?? []).map(noLongerTrue))
      else if (!isUndecided(error)) intentDecided(name)
      if (!options.refused?.(refusal)) setProblem(refusal)
      return null
    } finally {
      running.current = false
      setBusy(false)
    }
  }
  return { act, busy, problem, clear: () => setProblem(null) }
}
