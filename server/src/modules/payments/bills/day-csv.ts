/** A day's payments and refunds as a table, with the fields that 医疗收费电子票据 is made from. */
import { stringify } from 'csv-stringify/sync'

export interface ExportedLine {
  kind: '缴费' | '退费'
  /** 业务流水号. */
  serial: string
  payee: string
  payeeCode: string | null
  payer: string
  item: string
  /** Fen. */
  amount: number
  /** County time. */
  at: string
  outTradeNo: string
  transactionId: string
  refund: { number: string; wechatNumber: string | null; reason: string; state: string } | null
}

const yuan = (fen: number): string => (fen / 100).toFixed(2)
/** As in WeChat's own bills a number begins with a backtick, so that Excel does not round it. */
const long = (number: string): string => `\`${number}`

const columns = [
  '业务类型',
  '业务流水号',
  '收款单位',
  '统一社会信用代码',
  '交款人',
  '项目',
  '金额（元）',
  '时间',
  '商户订单号',
  '微信支付订单号',
  '退款单号',
  '微信退款单号',
  '退款原因',
  '退款状态',
]

/** As appointments/desk/session-csv.ts: a BOM for Excel, cells that begin like a formula are made harmless. */
export const dayCsv = (lines: readonly ExportedLine[]): string =>
  stringify(
    lines.map(({ kind, serial, payee, payeeCode, payer, item, amount, at, outTradeNo, transactionId, refund }) => [
      kind,
      serial,
      payee,
      payeeCode ?? '',
      payer,
      item,
      yuan(amount),
      at,
      long(outTradeNo),
      long(transactionId),
      refund ? long(refund.number) : '',
      refund?.wechatNumber ? long(refund.wechatNumber) : '',
      refund?.reason ?? '',
      refund?.state ?? '',
    ]),
    { header: true, columns, bom: true, escape_formulas: true, record_delimiter: 'windows' },
  )
