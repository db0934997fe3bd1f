import { billTime, dayOf, yuan } from './numbers'
import { type Pay } from './pay'
import { type Order, type Refund } from './records'

/** One line of a bill: its columns in order, the amounts in fen. */
export type BillRow = Record<string, string | number>

const nothing = { settled: 0, coupon: 0, refunded: 0, ordered: 0, applied: 0, fee: 0 }

const feeOf = (pay: Pay, amount: number) => Math.round((amount * pay.settings.feeBasisPoints) / 10_000)

/** The trade bill's lines of a day in Beijing: payments of that day, refunds applied for on that day, by time. */
export function tradeRows(pay: Pay, day: string, type: 'ALL' | 'SUCCESS' | 'REFUND'): BillRow[] {
  const paid = pay.books.orders().filter(({ paidAt }) => paidAt !== null && dayOf(paidAt) === day)
  const refunds = pay.books.refunds().filter(({ createdAt }) => dayOf(createdAt) === day)
  const rows = [
    ...(type === 'REFUND' ? [] : paid.map(order => ({ at: order.paidAt!, row: paymentRow(pay, order) }))),
    ...(type === 'SUCCESS' ? [] : refunds.map(refund => ({ at: refund.createdAt, row: refundRow(pay, refund) }))),
  ]
  return rows.sort((a, b) => a.at - b.at).map(({ row }) => row)
}

function paymentRow(pay: Pay, order: Order): BillRow {
  const amounts = { ...nothing, settled: order.total, ordered: order.total, fee: feeOf(pay, order.total) }
  return tradeRow(pay, order, 'SUCCESS', order.paidAt!, amounts)
}

const refundWords = { SUCCESS: 'SUCCESS', PROCESSING: 'PROCESSING', ABNORMAL: 'CHANGE', CLOSED: 'FAIL' }

function refundRow(pay: Pay, refund: Refund): BillRow {
  const { amount, status } = refund
  const amounts = { ...nothing, refunded: amount, applied: amount, fee: -feeOf(pay, amount) }
  const order = pay.books.order(refund.outTradeNo)!
  return tradeRow(pay, order, 'REFUND', refund.createdAt, amounts, { refund, word: refundWords[status] })
}

/** Columns and their order as in WeChat's bill of kind ALL. */
function tradeRow(
  pay: Pay,
  order: Order,
  state: 'SUCCESS' | 'REFUND',
  at: number,
  amounts: typeof nothing,
  refunded?: { refund: Refund; word: string },
): BillRow {
  return {
    交易时间: billTime(at),
    公众账号ID: order.appid,
    商户号: order.mchid,
    特约商户号: '0',
    设备号: '',
    微信订单号: order.transactionId!,
    商户订单号: order.outTradeNo,
    用户标识: order.openid,
    交易类型: 'JSAPI',
    交易状态: state,
    付款银行: 'OTHERS',
    货币种类: 'CNY',
    应结订单金额: amounts.settled,
    代金券金额: amounts.coupon,
    微信退款单号: refunded?.refund.refundId ?? '0',
    商户退款单号: refunded?.refund.outRefundNo ?? '0',
    退款金额: amounts.refunded,
    充值券退款金额: 0,
    退款类型: refunded ? 'ORIGINAL' : '',
    退款状态: refunded?.word ?? '',
    商品名称: order.description,
    商户数据包: order.attach ?? '',
    手续费: amounts.fee,
    费率: `${(pay.settings.feeBasisPoints / 100).toFixed(2)}%`,
    订单金额: amounts.ordered,
    申请退款金额: amounts.applied,
    费率备注: '',
  }
}

type Movement = {
  at: number
  kind: string
  income: boolean
  amount: number
  number: string
  voucher: string
  remark?: string
}

/** Every movement of the merchant's money, ever, by time. */
function movements(pay: Pay): Movement[] {
  const payments = pay.books.orders().flatMap(({ paidAt, total, transactionId, outTradeNo }): Movement[] => {
    if (paidAt === null) return []
    const common = { at: paidAt, number: transactionId!, voucher: outTradeNo }
    const fee = feeOf(pay, total)
    const feeTaken = { ...common, kind: '扣除交易手续费', income: false, amount: fee }
    return [{ ...common, kind: '交易', income: true, amount: total }, ...(fee > 0 ? [feeTaken] : [])]
  })
  const refunds = pay.books.refunds().flatMap((refund): Movement[] => {
    const { createdAt, changedAt, amount, refundId: number, outRefundNo: voucher, status } = refund
    // The fee of what is given back stays with the merchant: only the rest leaves.
    const fee = feeOf(pay, amount)
    const remark = `退款总金额${yuan(amount)}元;含手续费${yuan(fee)}元`
    const taken = { at: createdAt, kind: '退款', income: false, amount: amount - fee, number, voucher, remark }
    return status === 'CLOSED' ? [taken, { ...taken, at: changedAt, kind: '退款关闭退回', income: true }] : [taken]
  })
  return [...payments, ...refunds].sort((a, b) => a.at - b.at)
}

/** The fund-flow bill's lines of a day in Beijing. A refund's money leaves when the refund is accepted. */
export function fundRows(pay: Pay, day: string): BillRow[] {
  let balance = 0
  return movements(pay).flatMap((movement, at) => {
    balance += movement.income ? movement.amount : -movement.amount
    if (dayOf(movement.at) !== day) return []
    return {
      记账时间: billTime(movement.at),
      微信支付业务单号: movement.number,
      资金流水单号: `${9_000_000_000 + at}`,
      业务名称: movement.kind,
      业务类型: movement.kind,
      收支类型: movement.income ? '收入' : '支出',
      '收支金额(元)': movement.amount,
      '账户结余(元)': balance,
      资金变更提交申请人: 'system',
      备注: movement.remark ?? '',
      业务凭证号: movement.voucher,
    }
  })
}
