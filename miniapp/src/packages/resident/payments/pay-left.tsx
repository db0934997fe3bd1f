import { useEffect } from 'react'
import { Text, View } from '@tarojs/components'
import type { Order } from 'shared/payments/model'
import { useNow } from '../../../ui/countdown'
import { Icon } from '../../../ui/icon'
import { instantWords, leftWords } from '../../../ui/words'
import { purposeWords } from './purpose-words'

const short = 2 * 60_000

/** Until when the number is kept, by the clock and in minutes: quiet, and told in words before it turns. */
export const PayLeft = ({ order: { purpose }, until, onOver }: { order: Order; until: string; onOver: () => void }) => {
  const left = new Date(until).getTime() - useNow()
  const over = left <= 0
  useEffect(() => {
    if (over) onOver()
    // Told once, when the time is over.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [over])
  return (
    <View className={`pay-left ${left < short ? 'pay-left-short' : ''}`}>
      <Icon name="clock" />
      <View className="grow">
        <View>{`${purposeWords[purpose].until}${instantWords(until)}`}</View>
        <Text className="strong number">
          {over ? purposeWords[purpose].looking : `${left < short ? '快到时间了，' : ''}还剩 ${leftWords(left)}`}
        </Text>
      </View>
    </View>
  )
}
