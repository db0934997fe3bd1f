import { focusManager, hashKey, QueryClient } from '@tanstack/react-query'
import { forgetAll, read, write } from '../platform/storage'
import { isUndecided } from './send'

interface Kept {
  data: unknown
  at: number
  build: string
}

/** Of whoever knows another shape of the same answer, nothing is shown: each build reads only what it kept itself. */
const build = typeof __webpack_hash__ === 'undefined' ? '' : __webpack_hash__

/** An answer so young is not asked for again while the app runs. */
export const freshMs = 5_000

export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      // Whether there is a network is learnt by asking; navigator.onLine does not exist in a mini-program.
      networkMode: 'always',
      staleTime: freshMs,
      retry: (failures, error) => failures < 2 && isUndecided(error),
      retryDelay: attempt => 800 * 2 ** attempt,
    },
    mutations: { networkMode: 'always' },
  },
})

const keyOf = (hash: string) => `kept:${hash}`

/** The last good answer of an earlier run, for queries that ask for it. */
export const lastGood = (hash: string): Kept | null => {
  const kept = read<Kept>(keyOf(hash))
  return kept?.build === build ? kept : null
}

queryClient.getQueryCache().subscribe(({ type, query }) => {
  if (type !== 'updated' || !query.meta?.keep || query.state.status !== 'success') return
  if (query.state.dataUpdatedAt !== lastGood(query.queryHash)?.at) {
    write(keyOf(query.queryHash), { data: query.state.data, at: query.state.dataUpdatedAt, build })
  }
})

/**
 * What an act has changed: pages in front ask again at once, and whatever is opened later waits for the answer instead
 * of telling for a moment what was true before ("no appointments" to somebody who has just booked).
 */
export const noLongerTrue = async (queryKey: readonly unknown[]): Promise<void> => {
  forgetAll(keyOf(hashKey(queryKey).slice(0, -1)))
  queryClient.removeQueries({ queryKey, type: 'inactive' })
  await queryClient.invalidateQueries({ queryKey })
}

/** The app came to the front: what is on screen is asked for again when it is old. */
export const cameToFront = (): void => {
  focusManager.setFocused(false)
  focusManager.setFocused(true)
}
