import { useState } from 'react'
import { leastOfName } from 'shared/appointments/desk-contract'
import { useSettled } from '../../../api/use-settled'
import { useParams } from '../../../navigation'
import { dayOf } from '../../../ui/words'
import { countByStatus, grouped, matching, type Filter } from './filter'
import { useDeskList, useDeskSessions, useFoundByName } from './use-desk'
import { useNews } from './use-news'
import { mayTick } from './words'

const dayPattern = /^\d{4}-\d\d-\d\d$/
const everything: Filter = { sessionId: null, status: 'all' }

/** The day, what it is narrowed to, which rows are ticked, and the rows that follow from all that. */
export const useToday = () => {
  const params = useParams()
  const [day, setDay] = useState(() => (dayPattern.test(params.day ?? '') ? params.day! : dayOf()))
  const [filter, setFilter] = useState<Filter>({ ...everything, sessionId: params.sessionId ?? null })
  const [name, setName] = useState('')
  const [ticked, tick] = useState<readonly string[]>([])
  const list = useDeskList(day)
  const loadedSessions = useDeskSessions(day)
  const looked = useSettled(name.trim(), 350)
  const found = useFoundByName(day, looked)
  useNews(day, list.data)

  const all = list.data?.appointments ?? []
  const sessions = loadedSessions.data?.sessions ?? []
  const everyState = matching(
    all,
    { ...filter, status: 'all' },
    looked.length >= leastOfName ? (found.data ?? new Set()) : null,
  )
  const rows = matching(everyState, filter, null)
  return {
    day,
    today: day === dayOf(),
    filter,
    name,
    list,
    loadedSessions,
    all,
    sessions,
    rows,
    groups: grouped(sessions, rows, filter.sessionId),
    counts: countByStatus(everyState),
    /** Only those that can still be confirmed. */
    selected: ticked.filter(id => all.some(a => a.appointmentId === id && mayTick(a))),
    tick,
    setName,
    change: (some: Partial<Filter>) => setFilter({ ...filter, ...some }),
    showAll: () => {
      setName('')
      setFilter(everything)
    },
    toDay: (next: string) => {
      setDay(next)
      tick([])
      setFilter(everything)
    },
  }
}
export type Today = ReturnType<typeof useToday>
