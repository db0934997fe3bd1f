import { useEffect } from 'react'
import { doctorConsultations } from '../../../api/doctor-consultations'
import { queryClient } from '../../../api/query-client'
import { useLoad } from '../../../api/use-load'
import { listen } from '../../../session/live'

const askEvery = 20_000
const key = ['doctor-queue', 'work']

/** What waits for me, asked again by the clock and whenever the socket says that something changed: nobody's own act. */
export const useQueue = () => {
  useEffect(
    () =>
      listen(({ type }) => {
        if (type !== 'receipt' && type !== 'typing') void queryClient.refetchQueries({ queryKey: key })
      }),
    [],
  )
  return useLoad(key, () => doctorConsultations.queue({ query: { list: 'work' } }), { every: askEvery })
}
