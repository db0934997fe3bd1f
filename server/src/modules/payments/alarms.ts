/** What an administrator must look at: told once a day and thing, counted, logged. It holds nothing private. */
import { v7 as uuid } from 'uuid'
import type { Context } from '../../context'
import { batched } from '../../db/batch'
import { runSql } from '../../db/pool-query'

const words = {
  notice_headers: '收到没有签名的支付通知，没有处理',
  notice_timestamp: '收到时间不对的支付通知，没有处理',
  notice_serial: '收到用不认识的证书签名的支付通知，没有处理',
  notice_signature: '收到签名不对的支付通知，没有处理',
  notice_fields: '收到内容不完整的支付通知，没有处理',
  notice_algorithm: '收到加密方式不对的支付通知，没有处理',
  notice_decryption: '收到解不开的支付通知，没有处理',
  notice_kind: '收到种类不明的支付通知，没有处理',
  notice_appid: '收到别的小程序的支付通知，没有处理',
  notice_mchid: '收到别的商户的支付通知，没有处理',
  forged_answer: '微信支付的回答没有通过验证，没有采用',
  merchant_differs: '付款的商户或小程序和我们的不一样，没有入账',
  amount_differs: '付款金额和订单不一样，没有入账',
  currency_differs: '付款币种不是人民币，没有入账',
  payer_differs: '付款人和下单的微信不一样，没有入账',
  transaction_differs: '同一笔费用出现了两个微信支付订单号，没有入账',
  unknown_order: '微信说有一笔付款，我们没有这个订单',
  number_used: '微信说订单号已用于别的付款，这笔费用暂时付不了',
  unknown_refund: '微信说有一笔退款，我们没有这个退款单',
  refund_differs: '退款的订单或金额和我们的不一样，没有入账',
  refund_refused: '微信没有接受退款，会再试。请看商户平台余额和设置',
  refund_closed: '微信关闭了退款，已换新的退款单号再退',
  refund_abnormal: '退款没有退到账，请到微信商户平台处理',
  bill_missing: '微信的对账单到时候还没有出来，请到微信商户平台看看',
  bill_unreadable: '微信的对账单和它的校验值或合计对不上，没有采用，会再取',
  bill_differs: '对账发现账单和我们的账不一样，请逐条处理',
} as const
export type AlarmKind = keyof typeof words

export const alarmWords = (kind: string): string => words[kind as AlarmKind] ?? '付款出现需要核对的情况'

interface Raised {
  key: string
  kind: AlarmKind
  about: string | null
  now: Date
}

/** What is raised at the same moment is counted by one statement: anybody may send forged notices, as many as they like. */
const count = batched(async (db, raised: Raised[]): Promise<Raised[]> => {
  const times = new Map<string, number>()
  for (const { key } of raised) times.set(key, (times.get(key) ?? 0) + 1)
  const once = [...new Map(raised.map(one => [one.key, one])).values()]
  // In one order, so that two processes do not wait for each other.
  once.sort((a, b) => (a.key < b.key ? -1 : 1))
  await runSql(
    db,
    `INSERT INTO payment_alarm (alarm_id, alarm_key, kind, about, times, at, last_at)
     VALUES ${once.map(() => '(?, ?, ?, ?, ?, ?, ?)').join(', ')}
     ON DUPLICATE KEY UPDATE times = times + VALUES(times), last_at = VALUES(last_at)`,
    once.flatMap(({ key, kind, about, now }) => [uuid(), key, kind, about, times.get(key), now, now]),
  )
  return raised
})

/** @param about one of our own numbers; left out where nothing that was said can be believed */
export const raiseAlarm = async ({ db, clock, log }: Context, kind: AlarmKind, about?: string): Promise<void> => {
  const now = clock.now()
  // What comes from outside is told only if it could be one of our numbers.
  const known = about && /^[\w:-]{1,64}$/.test(about) ? about : null
  log.warn({ alarm: kind, about: known }, 'payment alarm')
  const key = `${kind}:${known ?? ''}:${now.toISOString().slice(0, 10)}`
  await count(db, { key, kind, about: known, now })
}
