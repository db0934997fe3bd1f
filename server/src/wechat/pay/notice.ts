/** What WeChat tells us unasked. Nothing in it counts before signature, freshness and encryption are proved. */
import * as z from 'zod'
import { decryptResource } from './decryption'
import type { Merchant } from './merchant'
import { ForgedNotice } from './problems'
import { readRefund, type WechatRefund } from './refund'
import { doubtOf } from './signature'
import { readTrade, type Trade } from './trade'

/** `id` is the same each time WeChat repeats the notice. */
export type PayNotice = { id: string; createdAt: Date } & (
  { kind: 'trade'; trade: Trade } | { kind: 'refund'; refund: WechatRefund }
)
export type NoticeHeaders = Record<string, string | string[] | undefined>

const Envelope = z.object({
  id: z.string().min(1).max(64),
  create_time: z.iso.datetime({ offset: true }),
  event_type: z.string(),
  resource: z.object({
    algorithm: z.string(),
    ciphertext: z.string(),
    associated_data: z.string().optional(),
    nonce: z.string().min(1),
    original_type: z.string(),
  }),
})
type Envelope = z.infer<typeof Envelope>

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    throw new ForgedNotice('fields')
  }
}

const envelopeOf = (body: Buffer): Envelope => {
  const read = Envelope.safeParse(parsed(body.toString('utf8')))
  if (!read.success) throw new ForgedNotice('fields')
  return read.data
}

/** Only payments that succeeded are told, and refunds' ends; `original_type` must say the same as `event_type`. */
const kindOf = ({ event_type, resource: { original_type } }: Envelope): 'trade' | 'refund' => {
  if (event_type === 'TRANSACTION.SUCCESS' && original_type === 'transaction') return 'trade'
  if (/^REFUND\.(SUCCESS|CLOSED|ABNORMAL)$/.test(event_type) && original_type === 'refund') return 'refund'
  throw new ForgedNotice('kind')
}

const decrypted = (merchant: Merchant, { resource }: Envelope): unknown => {
  if (resource.algorithm !== 'AEAD_AES_256_GCM') throw new ForgedNotice('algorithm')
  let text: string
  try {
    text = decryptResource(merchant.apiV3Key, resource)
  } catch {
    throw new ForgedNotice('decryption')
  }
  return parsed(text)
}

/** Whom it is about: a refund notice names the merchant but no appid. */
const checkOwner = (merchant: Merchant, kind: 'trade' | 'refund', fields: unknown): void => {
  const { appid, mchid } = (fields ?? {}) as { appid?: unknown; mchid?: unknown }
  if (mchid !== merchant.mchid) throw new ForgedNotice('mchid')
  if (kind === 'trade' && appid !== merchant.appid) throw new ForgedNotice('appid')
}

/**
 * @param raw the body's bytes as they came: the signature covers them, not what they mean
 * @throws ForgedNotice
 */
export const readNotice = (merchant: Merchant, now: Date, raw: Buffer | string, headers: NoticeHeaders): PayNotice => {
  const body = Buffer.isBuffer(raw) ? raw : Buffer.from(raw)
  const single = (name: string) => (typeof headers[name] === 'string' ? headers[name] : undefined)
  const doubt = doubtOf(merchant.platformKeys, single, body, now)
  if (doubt) throw new ForgedNotice(doubt)
  const envelope = envelopeOf(body)
  const kind = kindOf(envelope)
  const fields = decrypted(merchant, envelope)
  checkOwner(merchant, kind, fields)
  const told = { id: envelope.id, createdAt: new Date(envelope.create_time) }
  if (kind === 'trade') {
    const trade = readTrade(fields)
    if (trade) return { ...told, kind, trade }
  } else {
    const refund = readRefund(fields)
    if (refund) return { ...told, kind, refund }
  }
  throw new ForgedNotice('fields')
}
