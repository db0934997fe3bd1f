import { randomBytes } from 'node:crypto'
import { gzipSync } from 'node:zlib'
import { DateTime } from 'luxon'
import { fundFlowBill, sha1, tradeBill } from './bill-file'
import { type BillRow, fundRows, tradeRows } from './bill-rows'
import { PayRefusal } from './errors'
import { newTransactionId, billReadyAt, dayOf } from './numbers'
import { type Pay } from './pay'

const urlLifeMs = 5 * 60_000
/** Bills are kept for three months. */
const keptMonths = 3
/** The real host, whatever address the sandbox listens at: clients sign requests for this one. */
const host = 'https://api.mch.weixin.qq.com'

type Asked = { day: string; gzip: boolean }
export type Billed = { hash_type: 'SHA1'; hash_value: string; download_url: string }

export function createBills(pay: Pay) {
  const files = new Map<string, { bytes: Buffer; until: number }>()

  function offer(asked: Asked, rows: BillRow[], write: (rows: BillRow[]) => Buffer): Billed {
    checkDay(pay, asked.day)
    // WeChat makes no bill of a day without trade.
    const fault = pay.faults.take('bill')?.what
    if (rows.length === 0 || fault === 'missing') throw new PayRefusal('NO_STATEMENT_EXIST')
    const spoiled = spoil(pay, rows, fault)
    if (spoiled.length === 0) throw new PayRefusal('NO_STATEMENT_EXIST')
    const file = write(spoiled)
    const token = randomBytes(24).toString('base64url')
    files.set(token, { bytes: asked.gzip ? gzipSync(file) : file, until: pay.clock.now() + urlLifeMs })
    const hash = sha1(file)
    return {
      hash_type: 'SHA1',
      hash_value: fault === 'wrong-hash' ? [...hash].reverse().join('') : hash,
      download_url: `${host}/v3/billdownload/file?token=${token}`,
    }
  }

  return {
    trade: (asked: Asked, type: 'ALL' | 'SUCCESS' | 'REFUND') =>
      offer(asked, tradeRows(pay, asked.day, type), tradeBill),
    fundFlow: (asked: Asked, account: string) =>
      offer(asked, account === 'BASIC' ? fundRows(pay, asked.day) : [], fundFlowBill),

    /** @throws PayRefusal when the address is unknown or older than five minutes */
    file(token: unknown): Buffer {
      const found = files.get(String(token))
      if (!found || found.until <= pay.clock.now()) throw new PayRefusal('INVALID_REQUEST', '账单下载链接已失效')
      return found.bytes
    },
  }
}
export type Bills = ReturnType<typeof createBills>

function checkDay(pay: Pay, day: string): void {
  const now = pay.clock.now()
  const oldest = dayOf(DateTime.fromMillis(now).minus({ months: keptMonths }).toMillis())
  if (day < oldest) throw new PayRefusal('INVALID_REQUEST', '账单日期不在可下载范围内')
  if (now < billReadyAt(day)) throw new PayRefusal('NO_STATEMENT_EXIST')
}

/** A bill that differs from what happened. */
function spoil(pay: Pay, rows: BillRow[], fault: string | undefined): BillRow[] {
  const [first, ...others] = rows
  if (fault === 'line-missing') return others
  if (fault === 'other-amount') return [oneFenMore(first!), ...others]
  if (fault !== 'line-extra') return rows
  const id = newTransactionId(pay.clock.now())
  const numbers = { 微信订单号: id, 商户订单号: `X${id}`, 微信支付业务单号: id, 业务凭证号: `X${id}` }
  const foreign = Object.entries(first!).map(([column, value]) => [
    column,
    numbers[column as keyof typeof numbers] ?? value,
  ])
  return [...rows, Object.fromEntries(foreign) as BillRow]
}

/** In every column that tells the line's amount. */
function oneFenMore(row: BillRow): BillRow {
  const isRefund = row['交易状态'] === 'REFUND'
  const columns = isRefund ? ['退款金额', '申请退款金额'] : ['应结订单金额', '订单金额', '收支金额(元)']
  const more = columns.filter(column => column in row).map(column => [column, Number(row[column]) + 1])
  return { ...row, ...(Object.fromEntries(more) as BillRow) }
}
