import { focusManager, QueryClient } from '@tanstack/react-query'
import { read, write } from '../platform/storage'
import { isUndecided } from './send'

interface Kept {
  data: unknown
  at: number
}

export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      // Whether there is a network is learnt by asking; navigator.onLine does not exist in a mini-program.
      networkMode: 'always',
      staleTime: 5_000,
      retry: (failures, error) => failures < 2 && isUndecided(error),
      retryDelay: attempt => 800 * 2 ** attempt,
    },
    mutations: { networkMode: 'always' },
  },
})

const keyOf = (hash: string) => `kept:${hash}`

/** The last good answer of an earlier run, for queries that ask for it. */
export const lastGood = (hash: string): Kept | null => read<Kept>(keyOf(hash))

queryClient.getQueryCache().subscribe(({ type, query }) => {
  if (type !== 'updated' || !query.meta?.keep || query.state.status !== 'success') return
  if (query.state.dataUpdatedAt !== lastGood(query.queryHash)?.at) {
    write(keyOf(query.queryHash), { data: query.state.data, at: query.state.dataUpdatedAt })
  }
})

/** The app came to the front: what is on screen is asked for again when it is old. */
export const cameToFront = (): void => {
  focusManager.setFocused(false)
  focusManager.setFocused(true)
}
