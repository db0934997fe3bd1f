import { useState } from 'react'
import { Button } from '../../../ui/button'
import { useNow } from '../../../ui/countdown'
import type { Booking } from './types'
import { useUndo } from './use-row-act'

const ms = (instant: string) => new Date(instant).getTime()

/** A phone whose clock is wrong counts the whole time from when it saw the row; the server decides in any case. */
const endsAt = ({ lastChange, undoUntil }: Booking, seenAt: number): number => {
  const whole = ms(undoUntil!) - ms(lastChange.at)
  return Math.abs(seenAt - ms(lastChange.at)) < whole ? ms(undoUntil!) : seenAt + whole
}

/** 撤销, with the seconds that are left; gone when they are over. */
export const UndoButton = ({ row }: { row: Booking }) => {
  const [seenAt] = useState(Date.now)
  const now = useNow()
  const { act, busy } = useUndo(row)
  const left = Math.ceil((endsAt(row, seenAt) - now) / 1000)
  if (left <= 0) return null
  return (
    <Button small icon="undo" busy={busy} onTap={() => void act(row.undoUntil!)}>
      {`撤销 ${left}`}
    </Button>
  )
}
