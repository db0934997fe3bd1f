import { z } from 'zod'
import { PayRefusal } from './errors'

const number = (from: number, to: number, more: string) =>
  z
    .string()
    .regex(new RegExp(`^[0-9A-Za-z_\\-|*${more}]{${from},${to}}$`), `${from} to ${to} of 0-9 A-Z a-z _-|*${more}`)
const text = (from: number, to: number) =>
  z.string().refine(value => [...value].length >= from && [...value].length <= to, `${from} to ${to} characters`)

/** RFC 3339 with whole seconds and an offset. */
const instant = z
  .string()
  .regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(Z|[+-]\d\d:\d\d)$/, 'RFC 3339: yyyy-MM-DDTHH:mm:ss+08:00')

/** WeChat Pay calls only https, and no address with a query; on loopback there is no https. */
const notifyUrl = z
  .url({ protocol: /^https?$/ })
  .max(255)
  .refine(url => !/[?#]/.test(url), 'no query')
  .refine(url => url.startsWith('https:') || /^http:\/\/(localhost|127\.0\.0\.1)[:/]/.test(url), 'https')

const fen = z.int().min(1)
export const outTradeNo = number(6, 32, '')
export const outRefundNo = number(1, 64, '@')

/** What an order holds besides is taken and not looked at, as WeChat's coupons and scenes. */
export const orderFields = z.looseObject({
  appid: text(1, 32),
  mchid: text(1, 32),
  description: text(1, 127),
  out_trade_no: outTradeNo,
  time_expire: instant.optional(),
  attach: text(1, 128).optional(),
  notify_url: notifyUrl,
  amount: z.looseObject({ total: fen, currency: z.literal('CNY').optional() }),
  payer: z.looseObject({ openid: text(1, 128) }),
})

export const closeFields = z.looseObject({ mchid: text(1, 32) })

export const refundFields = z
  .looseObject({
    transaction_id: text(1, 32).optional(),
    out_trade_no: outTradeNo.optional(),
    out_refund_no: outRefundNo,
    reason: text(1, 80).optional(),
    notify_url: notifyUrl.optional(),
    amount: z.looseObject({ refund: fen, total: fen, currency: z.literal('CNY') }),
  })
  .refine(of => (of.transaction_id === undefined) !== (of.out_trade_no === undefined), {
    path: ['out_trade_no'],
    error: 'exactly one of transaction_id and out_trade_no',
  })

const day = z.iso.date()
export const tradeBillFields = z.strictObject({
  bill_date: day,
  bill_type: z.enum(['ALL', 'SUCCESS', 'REFUND']).default('ALL'),
  tar_type: z.literal('GZIP').optional(),
})
export const fundFlowFields = z.strictObject({
  bill_date: day,
  account_type: z.enum(['BASIC', 'OPERATION', 'FEES']).default('BASIC'),
  tar_type: z.literal('GZIP').optional(),
})

/** @throws PayRefusal PARAM_ERROR that names the first wrong field as WeChat does, `/amount/total` */
export function readFields<Fields>(schema: z.ZodType<Fields>, given: unknown, location: 'body' | 'query'): Fields {
  const read = schema.safeParse(given)
  if (read.success) return read.data
  const { path, message } = read.error.issues[0]!
  throw new PayRefusal('PARAM_ERROR', '参数错误', { field: `/${path.join('/')}`, issue: message, location })
}
