import { createHash } from 'node:crypto'
import { type BillRow } from './bill-rows'
import { yuan } from './numbers'

const cell = (value: string | number): string =>
  // A comma would shift the columns; WeChat takes them out of what merchants write.
  `\`${typeof value === 'number' ? yuan(value) : value.replace(/[,\r\n]/g, ' ')}`

const line = (values: readonly (string | number)[]) => values.map(cell).join(',')

/** A bill as WeChat writes it: BOM, header, lines with a backtick before every value, summary header, summary. */
function billFile(
  header: readonly string[],
  rows: readonly BillRow[],
  summary: Record<string, string | number>,
): Buffer {
  const lines = [
    header.join(','),
    ...rows.map(row => line(header.map(name => row[name]!))),
    Object.keys(summary).join(','),
    line(Object.values(summary)),
    '',
  ]
  return Buffer.from(`\ufeff${lines.join('\r\n')}`)
}

const sum = (rows: readonly BillRow[], column: string) => rows.reduce((total, row) => total + Number(row[column]), 0)

export function tradeBill(rows: readonly BillRow[]): Buffer {
  return billFile(Object.keys(rows[0]!), rows, {
    总交易单数: String(rows.length),
    应结订单总金额: sum(rows, '应结订单金额'),
    退款总金额: sum(rows, '退款金额'),
    充值券退款总金额: sum(rows, '充值券退款金额'),
    手续费总金额: sum(rows, '手续费'),
    订单总金额: sum(rows, '订单金额'),
    申请退款总金额: sum(rows, '申请退款金额'),
  })
}

export function fundFlowBill(rows: readonly BillRow[]): Buffer {
  const income = rows.filter(row => row['收支类型'] === '收入')
  const spent = rows.filter(row => row['收支类型'] === '支出')
  return billFile(Object.keys(rows[0]!), rows, {
    资金流水总笔数: String(rows.length),
    收入笔数: String(income.length),
    收入金额: sum(income, '收支金额(元)'),
    支出笔数: String(spent.length),
    支出金额: sum(spent, '收支金额(元)'),
  })
}

export const sha1 = (file: Buffer): string => createHash('sha1').update(file).digest('hex')
