import type { Appointment } from 'shared/appointments/model'
import type { Order, Refund } from 'shared/payments/model'
import type { IconName } from '../../ui/icon'
import { moneyWords } from '../../ui/words'

export interface StateWords {
  words: string
  tone: 'plain' | 'good' | 'waiting' | 'bad'
  icon: IconName
}
type Payment = NonNullable<Appointment['payment']>

/** Where money goes back to and how long that takes (微信支付: 零钱即时, 银行卡 1–3 个工作日). */
export const refundDelay = '付的零钱马上到账；付的银行卡要 1–3 个工作日。'

const paymentStates: Record<Payment['state'], Omit<StateWords, 'words'> & { words: string }> = {
  due: { words: '等付款', tone: 'waiting', icon: 'money' },
  paid: { words: '已付款', tone: 'good', icon: 'done' },
  refunding: { words: '退款中', tone: 'waiting', icon: 'refresh' },
  refunded: { words: '已退款', tone: 'plain', icon: 'undo' },
}
/** `已付款 ¥15.00`; of a part that was given back, `已付 ¥15.00，退 ¥5.00`. */
export const paymentWords = ({ state, amount, refunded }: Payment): StateWords => {
  const { words, tone, icon } = paymentStates[state]
  if (state === 'paid' && refunded) {
    return { words: `已付 ${moneyWords(amount)}，退 ${moneyWords(refunded)}`, tone: 'plain', icon: 'undo' }
  }
  return { words: `${words} ${moneyWords(amount)}`, tone, icon }
}

type Fee = Pick<Appointment, 'fee' | 'followUp' | 'payment'>
export const isDue = ({ payment }: Pick<Appointment, 'payment'>): boolean => payment?.state === 'due'

/** What a number costs and how that stands: 已付款 ¥15.00, ¥15.00，到窗口付, 免费. */
export const feeWords = ({ fee, followUp, payment }: Fee): string => {
  if (payment) return paymentWords(payment).words
  if (followUp) return '免费（三天内复诊）'
  return fee ? `${moneyWords(fee)}，到窗口付` : '免费'
}

/** What is refunded of an order: done, and on its way. */
export const refundedOf = ({ refunds }: Pick<Order, 'refunds'>): { done: number; coming: number } => ({
  done: sum(refunds.filter(({ state }) => state === 'success')),
  coming: sum(refunds.filter(({ state }) => state !== 'success')),
})
const sum = (refunds: readonly Refund[]): number => refunds.reduce((all, { amount }) => all + amount, 0)

/** How an order stands, money that comes back first. */
export const orderTag = (order: Pick<Order, 'state' | 'amount' | 'refunds' | 'can'>): StateWords => {
  const { done, coming } = refundedOf(order)
  if (coming) return { words: '退款中', tone: 'waiting', icon: 'refresh' }
  if (done) return { words: done < order.amount ? `已退 ${moneyWords(done)}` : '已退款', tone: 'plain', icon: 'undo' }
  if (order.state === 'paid') return { words: '已付款', tone: 'good', icon: 'done' }
  if (order.state === 'closed') return { words: '没有付款', tone: 'plain', icon: 'cancelled' }
  return order.can.pay
    ? { words: '等付款', tone: 'waiting', icon: 'money' }
    : { words: '正在核实', tone: 'plain', icon: 'refresh' }
}

const refundStates: Record<Refund['state'], StateWords & { sentence: string }> = {
  requested: {
    words: '马上退',
    tone: 'waiting',
    icon: 'waiting',
    sentence: `已经登记退款，马上交给微信。${refundDelay}`,
  },
  processing: { words: '微信正在退', tone: 'waiting', icon: 'refresh', sentence: `微信正在退。${refundDelay}` },
  success: {
    words: '已退',
    tone: 'good',
    icon: 'done',
    sentence: '钱已经退出去了。退到银行卡的，可能再晚一两天看到。',
  },
  abnormal: {
    words: '退到卡上没成功',
    tone: 'bad',
    icon: 'warning',
    sentence: '付款的银行卡可能注销了或冻结了。钱没有丢，工作人员会联系微信，换个办法退给您。',
  },
}

/** Where the money went, as people say it: WeChat writes 支付用户零钱 (or 零钱通), or a bank and the end of a card's number. */
export const receivedWords = (by: string | null): string | null => by && by.replace(/^支付用户(?=零钱)/, '微信')

/** How a refund stands, and what that means for whoever waits for the money. */
export const refundWords = ({ state, receivedBy }: Pick<Refund, 'state' | 'receivedBy'>) => {
  const told = refundStates[state]
  const place = receivedWords(receivedBy)
  return state === 'success' && place?.startsWith('微信零钱')
    ? { ...told, sentence: `钱已经退到${place}，现在就能看到。` }
    : told
}

/** What comes back, and when it can be seen; empty where nothing does. */
export const refundSentence = ({ payment }: Pick<Appointment, 'payment'>): string => {
  if (payment?.state === 'refunding') return `挂号费 ${moneyWords(payment.amount)} 正在退。${refundDelay}`
  return payment?.state === 'refunded' ? `挂号费 ${moneyWords(payment.amount)} 已经退回您付款的地方。` : ''
}
