import { leastOfName } from 'shared/appointments/desk-contract'
import { desk } from '../../../api/desk'
import { queryClient } from '../../../api/query-client'
import { useLoad, type Loaded } from '../../../api/use-load'
import { useShown } from '../../../ui/use-shown'
import { merge, put } from './merge'
import type { Booking, DeskList, DeskSession } from './types'

/** New bookings appear by themselves; a page that lies below another one asks for nothing. */
const listEvery = 4_000
const sessionsEvery = 12_000

const listKey = (day: string) => ['desk', 'appointments', day] as const
const known = (day: string) => queryClient.getQueryData<DeskList>(listKey(day))

/** The day's bookings, kept fresh by asking only for what changed. */
export const useDeskList = (day: string): Loaded<DeskList> => {
  const shown = useShown()
  const load = async () => {
    const since = known(day)?.cursor
    const reply = await desk.deskAppointments({ query: { day, ...(since ? { since } : {}) } })
    return merge(known(day), reply)
  }
  return useLoad(listKey(day), load, shown ? { every: listEvery } : {})
}

/** Changes one row wherever it is shown, as it is there now. */
export const changeRow = (appointmentId: string, change: (row: Booking) => Booking): void => {
  const rowOf = (list: DeskList | undefined) => list?.appointments.find(a => a.appointmentId === appointmentId)
  for (const { queryKey } of queryClient.getQueryCache().findAll({ queryKey: ['desk', 'appointments'] }))
    queryClient.setQueryData<DeskList>(queryKey, before => {
      const row = rowOf(before)
      return row ? put(before, change(row)) : before
    })
}

/** Shows an act's answer at once, before the list is asked again. */
export const showAnswer = (row: Booking): void => changeRow(row.appointmentId, () => row)

export const useDeskSessions = (day: string): Loaded<{ day: string; sessions: DeskSession[] }> => {
  const shown = useShown()
  return useLoad(
    ['desk', 'sessions', day],
    () => desk.deskSessions({ query: { day } }),
    shown ? { every: sessionsEvery } : {},
  )
}

/** Names come masked, so the server looks for a name: which of the day's bookings have it. Counted: not asked by letters. */
export const useFoundByName = (day: string, name: string): Loaded<ReadonlySet<string>> =>
  useLoad(
    ['desk', 'named', day, name],
    async () => {
      const { appointmentIds } = await desk.findByName({ body: { day, name } })
      return new Set(appointmentIds)
    },
    { when: name.length >= leastOfName },
  )
