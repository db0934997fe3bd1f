import { Text, View } from '@tarojs/components'
import type { Appointment } from 'shared/appointments/model'
import { go } from '../../navigation'
import { routes } from '../../routes'
import { Button } from '../../ui/button'
import { useNow } from '../../ui/countdown'
import { Icon } from '../../ui/icon'
import { leftWords, moneyWords } from '../../ui/words'

type Payment = Pick<NonNullable<Appointment['payment']>, 'orderId' | 'amount' | 'payBefore'>

/** What is said while it waits for its payment, and once the time is over. */
const heldWords = {
  number: { left: '还没付款，号还留', over: '付款时间到了，号可能已经放回' },
  question: { left: '还没付款，医生还看不到，请在', over: '付款时间到了，这次问诊可能已经结束' },
} as const
type Held = keyof typeof heldWords

/** Until when, in minutes and seconds. */
export const HeldUntil = ({ until, what = 'number' }: { until: string; what?: Held }) => {
  const left = new Date(until).getTime() - useNow()
  const words = heldWords[what]
  return (
    <View className="line warning">
      <Icon name="clock" />
      <Text className="grow number">
        {left > 0 ? `${words.left} ${leftWords(left)}${what === 'question' ? ' 内付款' : ''}` : words.over}
      </Text>
    </View>
  )
}

/** A number that is held for its payment, or a question: how long still, and the one thing to do. */
export const GoAndPay = ({ payment: { orderId, amount, payBefore }, what }: { payment: Payment; what?: Held }) => (
  <View className="stack">
    {payBefore ? <HeldUntil until={payBefore} {...(what ? { what } : {})} /> : null}
    <Button kind="main" icon="money" onTap={() => go(routes.pay, { orderId })}>
      {`去付款 ${moneyWords(amount)}`}
    </Button>
  </View>
)
