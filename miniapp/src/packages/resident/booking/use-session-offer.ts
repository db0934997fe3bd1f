import { appointments } from '../../../api/appointments'
import { useLoad, type Loaded } from '../../../api/use-load'
import type { SessionDetail } from './availability'
import type { Errand } from './use-errand'

/** One session with its times, counted for the person it is for. */
export const useSessionOffer = (sessionId: string, { personId, whom, purpose }: Errand): Loaded<SessionDetail> =>
  useLoad(
    ['session', sessionId, personId],
    () => appointments.session({ params: { sessionId }, query: { personId } }),
    { keep: true, when: !whom.loaded.loading && (purpose === 'book' || personId !== undefined) },
  )
