/** Whether answers and notices are WeChat's: over the raw bytes, by a key we were given, and fresh. */
import { type KeyObject, verify } from 'node:crypto'

/** WeChat's public keys by serial (`normalSerial`). Several during a change of keys; no others are ever fetched. */
export type PlatformKeys = ReadonlyMap<string, KeyObject>

/** Serials are hexadecimal numbers, so case and leading zeros say nothing; `PUB_KEY_ID_…` is left as it is. */
export const normalSerial = (serial: string): string => serial.toUpperCase().replace(/^0+/, '')

/** How far WeChat's clock and ours may differ; what is older may be a replay. */
const toleranceSeconds = 300
const probe = 'WECHATPAY/SIGNTEST/'

export type SignatureDoubt = 'headers' | 'probe' | 'timestamp' | 'serial' | 'signature'

/** @returns what speaks against the signature, null when nothing does. `header` is given lower-case names. */
export const doubtOf = (
  keys: PlatformKeys,
  header: (name: string) => string | undefined,
  body: Buffer,
  now: Date,
): SignatureDoubt | null => {
  const timestamp = header('wechatpay-timestamp')
  const nonce = header('wechatpay-nonce')
  const serial = header('wechatpay-serial')
  const signature = header('wechatpay-signature')
  if (!timestamp || !nonce || !serial || !signature || !/^\d{1,12}$/.test(timestamp)) return 'headers'
  if (signature.startsWith(probe)) return 'probe'
  if (Math.abs(now.getTime() / 1000 - Number(timestamp)) > toleranceSeconds) return 'timestamp'
  const key = keys.get(normalSerial(serial))
  if (!key) return 'serial'
  const text = Buffer.concat([Buffer.from(`${timestamp}\n${nonce}\n`), body, Buffer.from('\n')])
  return verify('RSA-SHA256', text, key, Buffer.from(signature, 'base64')) ? null : 'signature'
}
