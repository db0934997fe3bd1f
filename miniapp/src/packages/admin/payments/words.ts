import type { DayState, Difference, DifferenceKind } from 'shared/payments/admin-contract'
import type { StateWords } from '../../../features/payments/words'
import { moneyWords } from '../../../ui/words'
import type { PaymentDays } from './use-payments'

type Day = Pick<PaymentDays['days'][number], 'state' | 'openDifferences' | 'payments' | 'refunds'>

const states: Record<DayState, StateWords> = {
  waiting: { words: '账单还没出', tone: 'plain', icon: 'clock' },
  green: { words: '对上了', tone: 'good', icon: 'done' },
  open: { words: '有不一样的', tone: 'bad', icon: 'warning' },
  missing: { words: '没拿到账单', tone: 'bad', icon: 'notice' },
}
export const dayTag = ({ state, openDifferences }: Pick<Day, 'state' | 'openDifferences'>): StateWords =>
  state === 'open' ? { ...states.open, words: `${openDifferences} 处不一样` } : states[state]

/** What a day's state means, and what to do. */
export const daySentence = ({ state, openDifferences }: Pick<Day, 'state' | 'openDifferences'>): string => {
  switch (state) {
    case 'waiting':
      return '微信第二天上午 10 点出账单，出来了系统自己拿、自己对，不用守着。'
    case 'green':
      return '微信的账单和我们的账，一笔一笔都对上了。'
    case 'open':
      return `${openDifferences} 处和微信的账单不一样。逐笔看，查清了写明原因。`
    case 'missing':
      return '账单该出了，没有拿到。点“再对一次”；还不行，请到微信支付商户平台看看。'
  }
}

/** `收 3 笔 ¥45.00 · 退 1 笔 ¥15.00` */
export const totalWords = ({ payments, refunds }: Pick<Day, 'payments' | 'refunds'>): string =>
  [
    payments.count ? `收 ${payments.count} 笔 ${moneyWords(payments.amount)}` : '',
    refunds.count ? `退 ${refunds.count} 笔 ${moneyWords(refunds.amount)}` : '',
  ]
    .filter(Boolean)
    .join(' · ') || '没有收款，没有退款'

export const differenceWords: Record<DifferenceKind, string> = {
  payment_missing_in_books: '微信收了这笔，我们的账上没有',
  payment_missing_in_bill: '我们记了这笔收款，微信账单里没有',
  payment_amount_differs: '这笔收款，两边金额不一样',
  refund_missing_in_books: '微信退了这笔，我们的账上没有',
  refund_missing_in_bill: '我们记了这笔退款，微信账单里没有',
  refund_amount_differs: '这笔退款，两边金额不一样',
  fund_flow_differs: '和微信的资金流水对不上',
}

export const differenceTags: Record<Difference['state'], StateWords> = {
  open: { words: '要人看', tone: 'bad', icon: 'warning' },
  mended: { words: '系统补好了', tone: 'good', icon: 'done' },
  explained: { words: '已说明', tone: 'plain', icon: 'check' },
}

/** A sum in a comparison: nothing at all is not 免费. */
export const sumWords = (fen: number | null): string =>
  fen === null ? '没有这一笔' : fen === 0 ? '¥0.00' : moneyWords(fen)
