/** The day's payments and refunds (交易账单, kind ALL). Amounts are fen. Names and openids are left out: nobody needs them. */
import { badBill, type BillRow, checkTotal, readBillFile, sum } from './bill-file'

export interface TradeBillLine {
  /** When it was paid; on a refund's line when WeChat accepted the refund. */
  at: Date
  appid: string
  mchid: string
  transactionId: string
  outTradeNo: string
  /** SUCCESS: a payment. REFUND: a refund. REVOKED: a payment by code that was called off. */
  state: 'SUCCESS' | 'REFUND' | 'REVOKED'
  currency: string
  /** 订单金额: what the order cost; 0 on a refund's line. */
  total: number
  /** 应结订单金额: what of it comes to the merchant, less coupons that the merchant bears. */
  settled: number
  refundId: string | null
  outRefundNo: string | null
  /** 申请退款金额: what was asked to be given back; 0 on a payment's line. */
  refund: number
  /** 退款金额: what of it the merchant bears. */
  refundSettled: number
  /** As it was when the bill was written, never later: SUCCESS, PROCESSING, FAIL or CHANGE. */
  refundState: string | null
  /** 手续费; negative where it comes back with a refund. */
  fee: number
}

const stateOf = (text: string): TradeBillLine['state'] => {
  if (text === 'SUCCESS' || text === 'REFUND' || text === 'REVOKED') return text
  throw badBill('an unknown 交易状态')
}

const lineOf = (row: BillRow): TradeBillLine => ({
  at: row.instant('交易时间'),
  appid: row.text('公众账号ID'),
  mchid: row.text('商户号'),
  transactionId: row.text('微信订单号'),
  outTradeNo: row.text('商户订单号'),
  state: stateOf(row.text('交易状态')),
  currency: row.text('货币种类'),
  total: row.fen('订单金额'),
  settled: row.fen('应结订单金额'),
  refundId: row.textOrNull('微信退款单号'),
  outRefundNo: row.textOrNull('商户退款单号'),
  refund: row.fen('申请退款金额'),
  refundSettled: row.fen('退款金额'),
  refundState: row.textOrNull('退款状态'),
  fee: row.fen('手续费'),
})

/** @throws WechatPayError BAD_BILL */
export const readTradeBill = (file: Buffer): TradeBillLine[] => {
  const { rows, totals } = readBillFile(file)
  const lines = rows.map(lineOf)
  const total = (name: string, of: (line: TradeBillLine) => number) =>
    checkTotal(name, totals.fen(name), sum(lines.map(of)))
  checkTotal('总交易单数', totals.count('总交易单数'), lines.length)
  total('应结订单总金额', line => line.settled)
  total('退款总金额', line => line.refundSettled)
  total('手续费总金额', line => line.fee)
  total('订单总金额', line => line.total)
  total('申请退款总金额', line => line.refund)
  return lines
}
