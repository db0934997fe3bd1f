/**
 * What WeChat tells the mini-program's server (消息推送), in 安全模式 and JSON. The signature covers the encrypted text, so
 * only what somebody with the token sent is opened at all. Its time is not compared with ours: an event that is told again
 * changes nothing.
 */
import { createDecipheriv, createHash, timingSafeEqual } from 'node:crypto'
import type { Config } from '../config'
import type { Suggestion } from './api'

/** Lower-case names of the query, as WeChat writes them. */
export interface EventSignature {
  timestamp: string
  nonce: string
  signature?: string
  msg_signature?: string
}
/** The answer of a media check; `failed`: WeChat could not look at it. */
export interface MediaChecked {
  traceId: string
  said: Suggestion | 'failed'
}

const sign = (...parts: string[]): string => createHash('sha1').update(parts.sort().join('')).digest('hex')
const same = (a: string, b: string): boolean => a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b))

/** PKCS#7 to blocks of 32 bytes, which is not what Node takes off by itself. */
const unpad = (padded: Buffer): Buffer => {
  const count = padded.at(-1) ?? 0
  if (count < 1 || count > 32 || count > padded.length) throw new Error('wrong padding')
  return padded.subarray(0, -count)
}

/** 16 random bytes, the length in 4, the text, the app id. @throws Error when it is not for this mini-program */
const decrypt = (encrypted: string, aesKey: string, appId: string): string => {
  const key = Buffer.from(`${aesKey}=`, 'base64')
  const decipher = createDecipheriv('aes-256-cbc', key, key.subarray(0, 16)).setAutoPadding(false)
  const plain = unpad(Buffer.concat([decipher.update(encrypted, 'base64'), decipher.final()]))
  const end = 20 + plain.readUInt32BE(16)
  if (plain.subarray(end).toString() !== appId) throw new Error('for another mini-program')
  return plain.subarray(20, end).toString('utf8')
}

const suggestionOf = ({ errcode, result }: Record<string, unknown>): MediaChecked['said'] => {
  const { suggest } = (result ?? {}) as Record<string, unknown>
  if (errcode !== 0 || typeof suggest !== 'string') return 'failed'
  // What nobody foresaw is not let through.
  return suggest === 'pass' || suggest === 'review' ? suggest : 'risky'
}

/** Null: no token is configured, nothing is taken. */
export const createWechatEvents = (config: Config) => {
  const { WECHAT_EVENT_TOKEN: token, WECHAT_EVENT_AES_KEY: aesKey, WECHAT_APP_ID: appId } = config
  if (!token || !aesKey) return null
  return {
    /** Whether the console's question at setting up is WeChat's. */
    isOurs: ({ signature, timestamp, nonce }: EventSignature): boolean =>
      same(sign(token, timestamp, nonce), signature ?? ''),
    /**
     * @param raw the body as it came
     * @returns the answer of a media check, null for any other event, `forged` for what is not WeChat's
     */
    read({ msg_signature: signature, timestamp, nonce }: EventSignature, raw: Buffer): MediaChecked | null | 'forged' {
      try {
        const { Encrypt: encrypted } = JSON.parse(raw.toString('utf8')) as { Encrypt?: unknown }
        if (typeof encrypted !== 'string') return 'forged'
        if (!same(sign(token, timestamp, nonce, encrypted), signature ?? '')) return 'forged'
        const event = JSON.parse(decrypt(encrypted, aesKey, appId)) as Record<string, unknown>
        if (event.Event !== 'wxa_media_check' || typeof event.trace_id !== 'string') return null
        return { traceId: event.trace_id, said: suggestionOf(event) }
      } catch {
        return 'forged'
      }
    },
  }
}
