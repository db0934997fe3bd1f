import { useEffect } from 'react'
import type { ProblemError } from 'shared/kernel/client'
import type { Loaded } from '../../api/use-load'
import { useAct, type Act } from '../../api/use-act'
import { go, here, replace } from '../../navigation'
import { routes } from '../../routes'
import { useShown } from '../../ui/use-shown'

const needed = (problem: ProblemError | null): boolean => problem?.code === 'second_factor_required'

/** What a page shows was refused for want of the passcode: it is asked for in place of the page, and leads back to it. */
export const useSecondFactorFor = (shows: readonly Loaded<unknown>[]): void => {
  const shown = useShown()
  const missing = shows.some(({ problem }) => needed(problem))
  useEffect(() => {
    if (missing && shown) replace(routes.secondFactor, { next: here() })
  }, [missing, shown])
}

/** A write of somebody at work: where the passcode is missing it is asked for above the page, which stays as it is. */
export const useWorkAct = <I, R>(
  name: string,
  run: (input: I, idempotencyKey: string) => Promise<R>,
  options: Parameters<typeof useAct<I, R>>[2] = {},
): Act<I, R> =>
  useAct(name, run, {
    ...options,
    refused: problem => {
      if (!needed(problem)) return options.refused?.(problem)
      go(routes.secondFactor, { above: 'page' })
      return true
    },
  })
