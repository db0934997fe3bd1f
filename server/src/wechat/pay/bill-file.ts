/**
 * A bill as WeChat writes it: a line of column names, the lines, a line of the totals' names, the totals. It is no CSV as
 * a CSV library reads it: nothing is quoted, a product's name or a remark may hold commas and quotes, and only the
 * backtick before every value tells where one begins.
 */
import { DateTime } from 'luxon'
import { WechatPayError } from './problems'
import { fenOfYuan } from './yuan'

/** One line's values by the column's name; columns come and go, so their places say nothing. */
export interface BillRow {
  /** As written, without the backtick. */
  text(column: string): string
  /** Null for what WeChat leaves empty or writes as 0. */
  textOrNull(column: string): string | null
  fen(column: string): number
  count(column: string): number
  /** Bills tell Beijing's time. */
  instant(column: string): Date
}

export const badBill = (what: string, retry = false): WechatPayError => new WechatPayError('BAD_BILL', 200, retry, what)

/** `收支金额(元)` and `收支金额（元）` are the same column. */
const columnsOf = (line: string): string[] => line.split(',').map(name => name.trim().replace(/[(（]元[)）]$/, ''))

const valuesOf = (line: string): string[] => {
  if (!line.startsWith('`')) throw badBill('a line without its backtick')
  return line.slice(1).split(',`')
}

const rowOf = (columns: string[], line: string): BillRow => {
  const values = valuesOf(line)
  if (values.length !== columns.length) throw badBill('a line with more or fewer values than columns')
  const byColumn = new Map(columns.map((column, i) => [column, values[i]!.trim()]))
  const read = <Value>(column: string, convert: (text: string) => Value | null): Value => {
    const text = byColumn.get(column)
    const value = text === undefined ? null : convert(text)
    if (value === null) throw badBill(`${column} is missing or unreadable`)
    return value
  }
  const text = (column: string) => read(column, text => text)
  return {
    text,
    textOrNull: column => (['', '0'].includes(text(column)) ? null : text(column)),
    fen: column => read(column, fenOfYuan),
    // Older bills write 20.0.
    count: column => read(column, text => (/^\d{1,9}(\.0+)?$/.test(text) ? parseInt(text, 10) : null)),
    instant: column =>
      read(column, text => {
        const at = DateTime.fromFormat(text, 'yyyy-MM-dd HH:mm:ss', { zone: 'Asia/Shanghai' })
        return at.isValid ? at.toJSDate() : null
      }),
  }
}

/** @throws WechatPayError BAD_BILL */
export const readBillFile = (file: Buffer): { rows: BillRow[]; totals: BillRow } => {
  let text: string
  try {
    // Takes the byte order mark off, too.
    text = new TextDecoder('utf-8', { fatal: true }).decode(file)
  } catch {
    throw badBill('not UTF-8')
  }
  const lines = text.split(/\r?\n/).filter(line => line.trim() !== '')
  if (lines.length < 3) throw badBill('without totals')
  const columns = columnsOf(lines[0]!)
  const rows = lines.slice(1, -2).map(line => rowOf(columns, line))
  return { rows, totals: rowOf(columnsOf(lines.at(-2)!), lines.at(-1)!) }
}

/** @throws WechatPayError BAD_BILL when WeChat's total is another than the lines add up to */
export const checkTotal = (what: string, total: number, lines: number): void => {
  if (total !== lines) throw badBill(`${what} is not what the lines add up to`)
}

export const sum = (amounts: number[]): number => amounts.reduce((total, amount) => total + amount, 0)
