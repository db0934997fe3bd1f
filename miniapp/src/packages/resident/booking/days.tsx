import { useState } from 'react'
import { View } from '@tarojs/components'
import { useSettings } from '../../../session/settings'
import { Button } from '../../../ui/button'
import { DayStrip } from '../../../ui/day-strip'

interface Day {
  day: string
  note: string
  full: boolean
}
interface Props {
  days: readonly Day[]
  chosen: string
  onChoose: (day: string) => void
}

/** Days that elder mode shows at first: two lines of them. */
const fewDays = 6

/** The few days that can be booked next, always with the chosen one among them. */
const fewOf = (days: readonly Day[], chosen: string): Day[] => {
  const free = days.filter(({ full, day }) => !full || day === chosen)
  const wanted = new Set((free.length > 1 ? free : days).slice(0, fewDays).map(({ day }) => day))
  return days.filter(({ day }) => wanted.has(day) || day === chosen)
}

/** The days to choose from; elder mode begins with the few that have numbers, the others are one tap away. */
export const Days = ({ days, chosen, onChoose }: Props) => {
  const elder = useSettings(s => s.elder)
  const [all, setAll] = useState(false)
  const few = elder && !all ? fewOf(days, chosen) : days
  return (
    <>
      <View className="day-choice">
        <DayStrip days={few} chosen={chosen} onChoose={onChoose} />
      </View>
      {few.length < days.length ? (
        <Button icon="calendar" onTap={() => setAll(true)}>
          看更多日子
        </Button>
      ) : null}
    </>
  )
}
