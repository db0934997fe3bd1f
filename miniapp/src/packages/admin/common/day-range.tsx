import { View } from '@tarojs/components'
import { ChoiceChips } from '../../../ui/choice-chips'
import { Field } from '../../../ui/field'
import { dayOf, daysAfter } from '../../../ui/words'

export interface DayRange {
  from: string
  to: string
}
const day = /^20\d{2}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/
export const rangeProblem = ({ from, to }: DayRange): string | null =>
  !day.test(from) || !day.test(to) ? '日期这样写：2026-11-22。' : from > to ? '开始的日子要在结束之前。' : null

const ranges = (): { value: string; words: string; range: DayRange }[] => {
  const today = dayOf()
  return [
    { value: 'today', words: '今天', range: { from: today, to: today } },
    { value: 'yesterday', words: '昨天', range: { from: daysAfter(today, -1), to: daysAfter(today, -1) } },
    { value: 'week', words: '最近 7 天', range: { from: daysAfter(today, -6), to: today } },
    { value: 'month', words: '最近 30 天', range: { from: daysAfter(today, -29), to: today } },
  ]
}

/** The range that is offered first. */
export const lastWeek = (): DayRange => ({ from: daysAfter(dayOf(), -6), to: dayOf() })

/** From which day to which: the usual answers by one tap, others typed. */
export const DayRangeFields = ({
  value,
  onChange,
  tried,
}: {
  value: DayRange
  onChange: (range: DayRange) => void
  tried: boolean
}) => {
  const choices = ranges()
  const chosen = choices.find(({ range }) => range.from === value.from && range.to === value.to)
  return (
    <View className="stack">
      <ChoiceChips
        choices={choices}
        chosen={chosen?.value ?? null}
        onChoose={name => onChange(choices.find(c => c.value === name)!.range)}
      />
      <View className="day-range">
        <Field
          label="从哪天"
          max={10}
          value={value.from}
          onChange={from => onChange({ ...value, from: from.trim() })}
        />
        <Field
          label="到哪天"
          max={10}
          value={value.to}
          onChange={to => onChange({ ...value, to: to.trim() })}
          error={tried ? rangeProblem(value) : null}
        />
      </View>
    </View>
  )
}
