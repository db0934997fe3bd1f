import { useState } from 'react'
import { dayOf } from '../../../ui/words'
import { RefundSheet } from './refund-sheet'
import { RefuseSheet } from './refuse-sheet'
import { RowSheet } from './row-sheet'
import type { Booking } from './types'

/** What floats above the list: one booking, or the refusal of some. `onRefused` is told whose numbers went back. */
export const useSheets = (day: string, rows: readonly Booking[], onRefused: (ids: readonly string[]) => void) => {
  const [open, setOpen] = useState<string | null>(null)
  const [refusing, setRefusing] = useState<readonly string[]>([])
  const [refunding, setRefunding] = useState(false)
  const row = rows.find(({ appointmentId }) => appointmentId === open)
  const refused = rows.filter(({ appointmentId }) => refusing.includes(appointmentId))
  const done = () => {
    onRefused(refusing)
    setRefusing([])
    setOpen(null)
  }
  const refusal = (
    <RefuseSheet
      ids={refusing}
      whom={refused.length === 1 ? refused[0]!.personName : `这 ${refusing.length} 位`}
      onDone={done}
      onClose={() => setRefusing([])}
    />
  )
  const details = row ? (
    <RowSheet
      key={row.appointmentId}
      row={row}
      due={day >= dayOf()}
      onRefuse={() => setRefusing([row.appointmentId])}
      onRefund={() => setRefunding(true)}
      onClose={() => setOpen(null)}
    />
  ) : null
  const refund = row && refunding ? <RefundSheet row={row} onClose={() => setRefunding(false)} /> : null
  return {
    sheets: refusing.length ? refusal : (refund ?? details),
    open: setOpen,
    refuse: setRefusing,
    busy: open !== null || refusing.length > 0,
  }
}
