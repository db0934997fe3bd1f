/** What came to and went from the merchant's account in a day (资金账单, account BASIC). Amounts are fen. */
import { badBill, type BillRow, checkTotal, readBillFile, sum } from './bill-file'

export interface FundFlowLine {
  at: Date
  /** 微信支付业务单号: the transaction or refund it belongs to, by WeChat's number. */
  businessNo: string
  /** 资金流水单号 */
  flowNo: string
  /** 业务名称 and 业务类型 in WeChat's words: 交易, 退款, 扣除交易手续费, 提现 … */
  name: string
  kind: string
  direction: 'in' | 'out'
  amount: number
  /** What the account held afterwards. */
  balance: number
  /** 业务凭证号: our own order or refund number, null where WeChat has none. */
  voucherNo: string | null
}

const directionOf = (text: string): FundFlowLine['direction'] => {
  if (text === '收入') return 'in'
  if (text === '支出') return 'out'
  throw badBill('an unknown 收支类型')
}

const lineOf = (row: BillRow): FundFlowLine => ({
  at: row.instant('记账时间'),
  businessNo: row.text('微信支付业务单号'),
  flowNo: row.text('资金流水单号'),
  name: row.text('业务名称'),
  kind: row.text('业务类型'),
  direction: directionOf(row.text('收支类型')),
  amount: row.fen('收支金额'),
  balance: row.fen('账户结余'),
  voucherNo: row.textOrNull('业务凭证号'),
})

/** @throws WechatPayError BAD_BILL */
export const readFundFlowBill = (file: Buffer): FundFlowLine[] => {
  const { rows, totals } = readBillFile(file)
  const lines = rows.map(lineOf)
  checkTotal('资金流水总笔数', totals.count('资金流水总笔数'), lines.length)
  for (const [word, direction] of [
    ['收入', 'in'],
    ['支出', 'out'],
  ] as const) {
    const amounts = lines.filter(line => line.direction === direction).map(line => line.amount)
    checkTotal(`${word}笔数`, totals.count(`${word}笔数`), amounts.length)
    checkTotal(`${word}金额`, totals.fen(`${word}金额`), sum(amounts))
  }
  return lines
}
