import { createCipheriv, createHash, randomBytes } from 'node:crypto'
import { type EventTarget } from './content'

export type EventMessage = { query: Record<string, string>; body: string }

const sha1 = (...parts: string[]): string => createHash('sha1').update(parts.sort().join('')).digest('hex')

/** 16 random bytes, length, text, app id; padded to blocks of 32 as PKCS#7; AES-256-CBC, the key's beginning as iv. */
function encrypt(text: string, aesKey: string, appId: string): string {
  const key = Buffer.from(`${aesKey}=`, 'base64')
  const length = Buffer.alloc(4)
  length.writeUInt32BE(Buffer.byteLength(text))
  const plain = Buffer.concat([randomBytes(16), length, Buffer.from(text), Buffer.from(appId)])
  const count = 32 - (plain.length % 32)
  const cipher = createCipheriv('aes-256-cbc', key, key.subarray(0, 16)).setAutoPadding(false)
  return Buffer.concat([cipher.update(plain), cipher.update(Buffer.alloc(count, count)), cipher.final()]).toString(
    'base64',
  )
}

/** 安全模式, JSON. `now` in milliseconds. */
export function eventMessage({ token, aesKey }: EventTarget, appId: string, event: object, now: number): EventMessage {
  const encrypted = encrypt(JSON.stringify(event), aesKey, appId)
  const timestamp = String(Math.floor(now / 1000))
  const nonce = randomBytes(8).toString('hex')
  return {
    query: {
      signature: sha1(token, timestamp, nonce),
      timestamp,
      nonce,
      encrypt_type: 'aes',
      msg_signature: sha1(token, timestamp, nonce, encrypted),
    },
    body: JSON.stringify({ ToUserName: 'gh_sandbox', Encrypt: encrypted }),
  }
}
