/**
 * Names, identity numbers, phones and addresses at rest: AES-256-GCM with a key id, so that keys can be rotated, and a
 * keyed index (HMAC-SHA256) by which an encrypted value is found again. The field's name is authenticated too, so that
 * a ciphertext moved to another column does not open.
 */
import { createCipheriv, createDecipheriv, createHmac, randomBytes } from 'node:crypto'

export type Field =
  | 'name'
  | 'identity_number'
  | 'phone'
  | 'address'
  | 'reply'
  | 'card_number'
  | 'openid'
  | 'statement'
  | 'audit_seal'
  | 'message'
  | 'attachment_key'
  | 'attachment_link'
  | 'consultation'
  | 'signing_key'

export interface FieldCipher {
  seal(plain: string, field: Field): string
  /** @throws Error when the text was changed, belongs to another field or its key is missing. */
  open(sealed: string, field: Field): string
  /** 64 hex digits; the same value gives the same index within a field. */
  index(plain: string, field: Field): string
  /** Whether a sealed text should be sealed anew with the current key. */
  isOld(sealed: string): boolean
}

/** Random bytes drawn some at a time, each used once: a draw of its own for each value costs more than encrypting it. */
const ivBytes = 12
let drawn = Buffer.alloc(0)
const nextIv = (): Buffer => {
  if (drawn.length < ivBytes) drawn = randomBytes(ivBytes * 256)
  const iv = drawn.subarray(0, ivBytes)
  drawn = drawn.subarray(ivBytes)
  return iv
}

export const createFieldCipher = (keys: { id: string; key: Buffer }[], indexKey: Buffer): FieldCipher => {
  const current = keys[0]!
  return {
    seal(plain, field) {
      const iv = nextIv()
      const cipher = createCipheriv('aes-256-gcm', current.key, iv).setAAD(Buffer.from(field))
      const body = Buffer.concat([iv, cipher.update(plain, 'utf8'), cipher.final(), cipher.getAuthTag()])
      return `${current.id}.${body.toString('base64url')}`
    },
    open(sealed, field) {
      const [id, text] = sealed.split('.') as [string, string]
      const key = keys.find(k => k.id === id)?.key
      if (!key) throw new Error(`No data key "${id}"`)
      const body = Buffer.from(text, 'base64url')
      const decipher = createDecipheriv('aes-256-gcm', key, body.subarray(0, 12)).setAAD(Buffer.from(field))
      decipher.setAuthTag(body.subarray(-16))
      return Buffer.concat([decipher.update(body.subarray(12, -16)), decipher.final()]).toString('utf8')
    },
    index: (plain, field) => createHmac('sha256', indexKey).update(`${field}\0${plain}`).digest('hex'),
    isOld: sealed => !sealed.startsWith(`${current.id}.`),
  }
}
