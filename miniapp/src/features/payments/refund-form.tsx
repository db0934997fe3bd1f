import { useState } from 'react'
import { Text, View } from '@tarojs/components'
import type { Order } from 'shared/payments/model'
import { paymentsDesk } from '../../api/payments-desk'
import { copy } from '../../platform/phone'
import { Button } from '../../ui/button'
import { Facts } from '../../ui/card'
import { ChoiceChips } from '../../ui/choice-chips'
import { Field } from '../../ui/field'
import { say } from '../../ui/overlays'
import { Refusal } from '../../ui/states'
import { moneyWords } from '../../ui/words'
import { useWorkAct } from '../at-work/use-second-factor'
import { refundAmount } from './refund-amount'
import { refundDelay, refundedOf } from './words'

const reasons = ['医生临时不能看，费用退回', '重复缴费，退回多收的', '收费有误，退回多收的'] as const
const leastReason = 5

const useRefund = (onDone: (order: Order) => void) =>
  useWorkAct(
    'desk-refund',
    ({ orderId, ...body }: { orderId: string; amount: number; reason: string }, idempotencyKey) =>
      paymentsDesk.refund({ params: { orderId }, body, idempotencyKey }),
    {
      changes: [['desk'], ['payment-days']],
      done: order => {
        say('退款登记好了，居民会收到消息')
        onDone(order)
      },
    },
  )

/** Above one's right: the number by which an administrator finds it. */
const AskAdministrator = ({ order: { purposeId } }: { order: Order }) => {
  const give = async () => say((await copy(purposeId)) ? '编号已复制，发给县级管理员' : '没有复制成功')
  return (
    <Button icon="file" onTap={() => void give()}>
      复制编号，发给管理员
    </Button>
  )
}

/** How much, and why: within one's right; the resident reads the reason. */
export const RefundForm = ({ order, onDone }: { order: Order; onDone: (order: Order) => void }) => {
  const { done, coming } = refundedOf(order)
  const left = order.amount - done - coming
  const [part, setPart] = useState<'all' | 'some'>('all')
  const [yuan, setYuan] = useState('')
  const [reason, setReason] = useState('')
  const [tried, setTried] = useState(false)
  const { act, busy, problem } = useRefund(onDone)
  const asked = part === 'all' ? { amount: left } : refundAmount(yuan, left)
  const short = reason.trim().length < leastReason
  const refund = () => {
    if ('wrong' in asked || short) return setTried(true)
    void act({ orderId: order.orderId, amount: asked.amount, reason: reason.trim() })
  }
  const paid = `${moneyWords(order.amount)}${done + coming ? `，已经退了 ${moneyWords(done + coming)}` : ''}`
  if (left <= 0) return <Text>{`付的 ${moneyWords(order.amount)} 已经全部退了，没有可以再退的。`}</Text>
  return (
    <View className="stack">
      <Facts
        facts={[
          ['付什么', order.what],
          ['付了', order.paidAt ? paid : '还没有付'],
        ]}
      />
      <ChoiceChips
        choices={[
          { value: 'all', words: `全退 ${moneyWords(left)}` },
          { value: 'some', words: '退一部分' },
        ]}
        chosen={part}
        onChoose={setPart}
      />
      {part === 'some' ? (
        <Field
          label="退多少（元）"
          hint={`最多 ${moneyWords(left)}`}
          type="digit"
          max={9}
          value={yuan}
          onChange={setYuan}
          error={tried && 'wrong' in asked ? asked.wrong : null}
        />
      ) : null}
      <ChoiceChips
        choices={reasons.map(words => ({ value: words, words }))}
        chosen={reasons.find(words => words === reason) ?? null}
        onChoose={setReason}
      />
      <Field
        label="为什么退，居民会看到"
        area
        max={100}
        value={reason}
        onChange={setReason}
        error={tried && short ? `请写清楚原因，至少 ${leastReason} 个字。` : null}
      />
      <Text className="quiet">{`退回居民付款的地方。${refundDelay}退了不能撤回。`}</Text>
      <Refusal problem={problem} />
      {problem?.code === 'refund_above_right' ? <AskAdministrator order={order} /> : null}
      <Button kind="danger-main" busy={busy} busyWords="正在登记…" onTap={refund}>
        {'amount' in asked ? `退 ${moneyWords(asked.amount)}` : '退款'}
      </Button>
    </View>
  )
}
