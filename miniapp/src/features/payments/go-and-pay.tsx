import { Text, View } from '@tarojs/components'
import type { Appointment } from 'shared/appointments/model'
import { go } from '../../navigation'
import { routes } from '../../routes'
import { Button } from '../../ui/button'
import { useNow } from '../../ui/countdown'
import { Icon } from '../../ui/icon'
import { leftWords, moneyWords } from '../../ui/words'

type Payment = NonNullable<Appointment['payment']>

/** Until when, in minutes and seconds. */
export const HeldUntil = ({ until }: { until: string }) => {
  const left = new Date(until).getTime() - useNow()
  return (
    <View className="line warning">
      <Icon name="clock" />
      <Text className="grow number">
        {left > 0 ? `还没付款，号还留 ${leftWords(left)}` : '付款时间到了，号可能已经放回'}
      </Text>
    </View>
  )
}

/** A number that is held for its payment: how long still, and the one thing to do. */
export const GoAndPay = ({ payment: { orderId, amount, payBefore } }: { payment: Payment }) => (
  <View className="stack">
    {payBefore ? <HeldUntil until={payBefore} /> : null}
    <Button kind="main" icon="money" onTap={() => go(routes.pay, { orderId })}>
      {`去付款 ${moneyWords(amount)}`}
    </Button>
  </View>
)
