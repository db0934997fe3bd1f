import { ScrollView, Text, View } from '@tarojs/components'
import { useSettings } from '../session/settings'
import { Tap } from './tap'
import { dateWords, nearName } from './words'

export interface DayOffer {
  day: string
  /** Below the date: `余 12`, `约满`, `未放号`. */
  note: string
  full?: boolean
}
interface Props {
  days: readonly DayOffer[]
  chosen: string | null
  onChoose: (day: string) => void
}

/** Days as a strip; in elder mode they stand in lines, since sideways scrolling is a gesture to be known. */
export const DayStrip = ({ days, chosen, onChoose }: Props) => {
  const elder = useSettings(s => s.elder)
  const tiles = days.map(({ day, note, full }) => (
    <Tap
      key={day}
      className={`day ${day === chosen ? 'day-on' : full ? 'day-full' : ''}`}
      role="tab"
      chosen={day === chosen}
      label={`${dateWords(day)} ${nearName(day)} ${note}`}
      onTap={() => onChoose(day)}
    >
      <Text className="day-name">{nearName(day)}</Text>
      <Text className="day-date">{day.slice(5).replace('-', '/').replace(/^0/, '')}</Text>
      <Text className="day-note">{note}</Text>
    </Tap>
  ))
  if (elder) return <View className="chips">{tiles}</View>
  return (
    <ScrollView className="days" scrollX enhanced showScrollbar={false}>
      {tiles}
    </ScrollView>
  )
}
