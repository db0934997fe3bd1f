import { Text, View } from '@tarojs/components'
import { Button } from '../../../ui/button'
import { dayOf, dayWords, daysAfter } from '../../../ui/words'

/** The day that is looked at, one day back or on, and today again. */
export const DayBar = ({ day, onChoose }: { day: string; onChoose: (day: string) => void }) => (
  <View className="desk-days no-print">
    <Button small onTap={() => onChoose(daysAfter(day, -1))}>
      前一天
    </Button>
    <Text className="strong desk-day">{dayWords(day)}</Text>
    <Button small onTap={() => onChoose(daysAfter(day, 1))}>
      后一天
    </Button>
    {day === dayOf() ? null : (
      <Button small kind="plain" onTap={() => onChoose(dayOf())}>
        回今天
      </Button>
    )}
  </View>
)
