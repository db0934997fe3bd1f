import { useRef } from 'react'
import { hashKey, useQuery } from '@tanstack/react-query'
import type { ProblemError } from 'shared/kernel/client'
import { freshMs, lastGood, queryClient } from './query-client'
import { asProblem, automatically } from './send'

export interface Loaded<T> {
  data: T | undefined
  /** Milliseconds since 1970 of when `data` was true. */
  at: number
  /** The last attempt failed; `data` may still hold what was true `at`. */
  problem: ProblemError | null
  /** Nothing to show yet. */
  loading: boolean
  again: () => void
}

interface Options {
  /** Keep the last good answer on the phone, to be shown with its age when the network is gone. */
  keep?: boolean
  /** Ask again every so many milliseconds while the page is in front. */
  every?: number
  /** false: don't ask yet (something it needs is not known). */
  when?: boolean
}

/**
 * Loads what a page shows.
 * @param key says what it is, all parameters included: `['appointments', personId]`
 */
export const useLoad = <T>(key: readonly unknown[], load: () => Promise<T>, options: Options = {}): Loaded<T> => {
  const kept = options.keep ? lastGood(hashKey(key)) : null
  const byHand = useRef(false)
  /** Asked by the clock, not by a tap, a new page or an act that changed it. */
  const isRefresh = (): boolean => {
    const state = queryClient.getQueryState(key)
    return options.every !== undefined && state?.data !== undefined && !state.isInvalidated && !byHand.current
  }
  const query = useQuery<T>({
    queryKey: key,
    queryFn: () => (isRefresh() ? automatically(load) : load()),
    enabled: options.when ?? true,
    refetchInterval: options.every ?? false,
    meta: { keep: options.keep ?? false },
    // What the phone kept is shown at once and always asked for anew: it was true before the app was opened.
    ...(kept ? { initialData: kept.data as T, initialDataUpdatedAt: Math.min(kept.at, Date.now() - freshMs) } : {}),
  })
  return {
    data: query.data,
    at: query.dataUpdatedAt,
    problem: query.error ? asProblem(query.error) : null,
    loading: query.isPending && !query.error,
    again: () => {
      byHand.current = true
      void query.refetch().finally(() => void (byHand.current = false))
    },
  }
}
