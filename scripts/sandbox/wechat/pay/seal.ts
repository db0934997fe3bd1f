import { randomBytes } from 'node:crypto'
import { signLines } from './cipher'
import { type Pay, type PaySettings } from './pay'

type Signer = PaySettings['answersSignedBy']

/** The key that WeChat Pay signs with and the serial it is known by. */
export const signerOf = ({ keys }: Pay, by: Signer) =>
  by === 'public-key'
    ? { serial: keys.publicKey.id, privateKey: keys.publicKey.privateKey }
    : { serial: keys.platform.serial, privateKey: keys.platform.privateKey }

/** The signer that goes by this serial, or null. */
export function signerBySerial(pay: Pay, serial: string): Signer | null {
  if (serial === pay.keys.publicKey.id) return 'public-key'
  return serial === pay.keys.platform.serial ? 'certificate' : null
}

/** The four headers that prove a body to be WeChat Pay's. `at`: milliseconds. */
export function seal(pay: Pay, body: string, by: Signer, at: number = pay.clock.now()): Record<string, string> {
  const { serial, privateKey } = signerOf(pay, by)
  const timestamp = String(Math.floor(at / 1000))
  const nonce = randomBytes(16).toString('hex')
  return {
    'Wechatpay-Timestamp': timestamp,
    'Wechatpay-Nonce': nonce,
    'Wechatpay-Serial': serial,
    'Wechatpay-Signature': signLines([timestamp, nonce, body], privateKey),
    'Wechatpay-Signature-Type': 'WECHATPAY2-SHA256-RSA2048',
  }
}

/** Another signature of the same length: it decodes well and verifies never. */
export const spoilSignature = (signature: string): string => {
  const bytes = Buffer.from(signature, 'base64')
  bytes[0]! ^= 0xff
  return bytes.toString('base64')
}
