import { useEffect, useRef } from 'react'
import { say } from '../../../ui/overlays'
import { clockWords } from '../../../ui/words'
import type { DeskList } from './types'

/** Says that a booking came while the list was open. */
export const useNews = (day: string, list: DeskList | undefined): void => {
  const seen = useRef<{ day: string; ids: Set<string> } | null>(null)
  useEffect(() => {
    if (!list) return
    const fresh = list.appointments.filter(a => a.status === 'pending' && !seen.current?.ids.has(a.appointmentId))
    const first = fresh[0]
    if (first && seen.current?.day === day)
      say(
        fresh.length > 1
          ? `新来 ${fresh.length} 个预约`
          : `新来一个预约：${first.personName} ${clockWords(first.from)}`,
      )
    seen.current = { day, ids: new Set(list.appointments.map(a => a.appointmentId)) }
  }, [day, list])
}
