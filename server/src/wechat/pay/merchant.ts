/** The merchant's settings, checked together at the start: what does not fit would otherwise show at the first payment. */
import { createPublicKey, type KeyObject } from 'node:crypto'
import type { Config } from '../../config'
import { readCertificates, readPrivateKey, readPublicKey } from './pem'
import { normalSerial, type PlatformKeys } from './signature'

export interface Merchant {
  /** Of the mini-program. */
  appid: string
  mchid: string
  /** Of the merchant's certificate. */
  serial: string
  privateKey: KeyObject
  apiV3Key: Buffer
  platformKeys: PlatformKeys
  /** Of the key WeChat is asked to sign with. */
  platformSerial: string
  notifyUrl: string
  /** Without a slash at its end. */
  baseUrl: string
  /** For one exchange, in milliseconds. */
  timeoutMs: number
}

const required = [
  'WECHAT_PAY_MCHID',
  'WECHAT_PAY_SERIAL',
  'WECHAT_PAY_PRIVATE_KEY',
  'WECHAT_PAY_APIV3_KEY',
  'WECHAT_PAY_NOTIFY_URL',
] as const
const optional = [
  'WECHAT_PAY_CERTIFICATE',
  'WECHAT_PAY_PUBLIC_KEY_ID',
  'WECHAT_PAY_PUBLIC_KEY',
  'WECHAT_PAY_PLATFORM_CERTIFICATES',
] as const
type Given = Pick<Config, (typeof optional)[number]> & Record<(typeof required)[number], string>

/** All of what is needed, or null when nothing is given. */
const givenIn = (config: Config): Given | null => {
  const some = [...required, ...optional].find(setting => config[setting])
  if (!some) return null
  const missing = required.find(setting => !config[setting])
  if (missing) throw new Error(`${missing} must be set too: ${some} is`)
  return config as Given
}

const isLoopback = ({ hostname }: URL): boolean => /^(localhost|127(\.\d+){3}|\[::1\])$/.test(hostname)

/** WeChat refuses notify URLs with a query; a key or an openid in the clear is nobody's business. */
const checkUrl = (setting: string, value: string): string => {
  const url = URL.canParse(value) ? new URL(value) : null
  if (!url || !/^https?:$/.test(url.protocol)) throw new Error(`${setting} must be an https URL`)
  if (url.protocol === 'http:' && !isLoopback(url)) throw new Error(`${setting} must be https`)
  if (/[?#]/.test(value) || url.username || url.password)
    throw new Error(`${setting} must have no query, fragment or password`)
  return value
}

const checkPattern = (setting: string, value: string, pattern: RegExp, form: string): string => {
  if (!pattern.test(value)) throw new Error(`${setting} must be ${form}`)
  return value
}

const checkCertificate = (value: string, serial: string, privateKey: KeyObject): void => {
  const [own] = readCertificates('WECHAT_PAY_CERTIFICATE', value)
  if (normalSerial(own!.serialNumber) !== normalSerial(serial))
    throw new Error('WECHAT_PAY_SERIAL is not the serial of WECHAT_PAY_CERTIFICATE')
  if (!own!.checkPrivateKey(privateKey))
    throw new Error('WECHAT_PAY_PRIVATE_KEY does not belong to WECHAT_PAY_CERTIFICATE')
}

const publicKeyOf = ({ WECHAT_PAY_PUBLIC_KEY_ID: id, WECHAT_PAY_PUBLIC_KEY: key }: Given): [string, KeyObject][] => {
  if (id && !key) throw new Error('WECHAT_PAY_PUBLIC_KEY must be set too: WECHAT_PAY_PUBLIC_KEY_ID is')
  if (key && !id) throw new Error('WECHAT_PAY_PUBLIC_KEY_ID must be set too: WECHAT_PAY_PUBLIC_KEY is')
  if (!id || !key) return []
  checkPattern('WECHAT_PAY_PUBLIC_KEY_ID', id, /^PUB_KEY_ID_[0-9A-Za-z]{1,64}$/, 'PUB_KEY_ID_ and a number')
  return [[id, readPublicKey('WECHAT_PAY_PUBLIC_KEY', key)]]
}

/** WeChat's own keys by serial: the public key that merchants get since 2024, certificates, or both during a change. */
const platformKeysOf = (given: Given, privateKey: KeyObject): [string, KeyObject][] => {
  const files = given.WECHAT_PAY_PLATFORM_CERTIFICATES
  const certificates = files ? readCertificates('WECHAT_PAY_PLATFORM_CERTIFICATES', files) : []
  const keys = [
    ...publicKeyOf(given),
    ...certificates.map((one): [string, KeyObject] => [one.serialNumber, one.publicKey]),
  ]
  if (keys.length === 0)
    throw new Error(
      'WECHAT_PAY_PUBLIC_KEY_ID and WECHAT_PAY_PUBLIC_KEY, or WECHAT_PAY_PLATFORM_CERTIFICATES, must be set',
    )
  if (keys.some(([, key]) => key.equals(createPublicKey(privateKey))))
    throw new Error(
      "WECHAT_PAY_PUBLIC_KEY and WECHAT_PAY_PLATFORM_CERTIFICATES must be WeChat Pay's, not the merchant's own",
    )
  return keys
}

/**
 * @returns null when no merchant is configured: then only what is free or paid at the window can be booked
 * @throws Error with one clear sentence, without the values
 */
export const readMerchant = (config: Config): Merchant | null => {
  const given = givenIn(config)
  if (!given) return null
  const serial = checkPattern('WECHAT_PAY_SERIAL', given.WECHAT_PAY_SERIAL, /^[0-9A-Za-z]{1,64}$/, 'letters and digits')
  const apiV3Key = Buffer.from(given.WECHAT_PAY_APIV3_KEY)
  if (apiV3Key.length !== 32) throw new Error('WECHAT_PAY_APIV3_KEY must be 32 bytes long')
  const privateKey = readPrivateKey('WECHAT_PAY_PRIVATE_KEY', given.WECHAT_PAY_PRIVATE_KEY)
  if (given.WECHAT_PAY_CERTIFICATE) checkCertificate(given.WECHAT_PAY_CERTIFICATE, serial, privateKey)
  const platformKeys = platformKeysOf(given, privateKey)
  return {
    appid: config.WECHAT_APP_ID,
    mchid: checkPattern('WECHAT_PAY_MCHID', given.WECHAT_PAY_MCHID, /^\d{6,32}$/, 'the number WeChat Pay gave'),
    serial,
    privateKey,
    apiV3Key,
    platformKeys: new Map(platformKeys.map(([serial, key]) => [normalSerial(serial), key])),
    platformSerial: platformKeys[0]![0],
    notifyUrl: checkUrl('WECHAT_PAY_NOTIFY_URL', given.WECHAT_PAY_NOTIFY_URL),
    baseUrl: checkUrl('WECHAT_PAY_BASE_URL', config.WECHAT_PAY_BASE_URL),
    timeoutMs: config.WECHAT_PAY_TIMEOUT_MS,
  }
}
