import { Text, View } from '@tarojs/components'
import { ChoiceChips } from '../../ui/choice-chips'
import { dateWords, dayOf, daysAfter } from '../../ui/words'

const terms = [
  { days: 30, words: '一个月' },
  { days: 91, words: '三个月' },
  { days: 182, words: '半年' },
  { days: 365, words: '一年' },
] as const

/** The last day of each term, counted from today. */
export const defaultEndDate = (): string => daysAfter(dayOf(), terms[1].days)

/** How long an authorisation lasts: a few terms with the day each ends, rather than a calendar. */
export const EndDateChips = ({ chosen, onChoose }: { chosen: string; onChoose: (day: string) => void }) => (
  <View className="stack">
    <ChoiceChips
      wide
      choices={terms.map(({ days, words }) => {
        const day = daysAfter(dayOf(), days)
        return { value: day, words, note: `到 ${dateWords(day)}` }
      })}
      chosen={chosen}
      onChoose={onChoose}
    />
    <Text className="small quiet">到期自动停止。没到期也可以随时收回，收回马上生效。</Text>
  </View>
)
