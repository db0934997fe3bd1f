/**
 * What stands in the store: AES-256-GCM under a key of the attachment's own, which stands sealed in its row. Which
 * attachment and which variant it is, is authenticated too. Layout: version (1), iv (12), ciphertext, tag (16).
 */
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import type { FieldCipher } from '../../security/field-cipher'

export type Variant = 'full' | 'thumbnail'

const version = 1
const algorithm = 'aes-256-gcm'
const aad = (attachmentId: string, variant: Variant) => Buffer.from(`${attachmentId}/${variant}`)

/** Name of an object in the store: of our own id alone, never of anything that somebody sent. */
export const objectName = (attachmentId: string, variant: Variant): string => `${attachmentId}.${variant}`

export const newKey = (cipher: FieldCipher): { key: Buffer; sealedKey: string } => {
  const key = randomBytes(32)
  return { key, sealedKey: cipher.seal(key.toString('base64'), 'attachment_key') }
}
export const openKey = (cipher: FieldCipher, sealedKey: string): Buffer =>
  Buffer.from(cipher.open(sealedKey, 'attachment_key'), 'base64')

export const sealObject = (key: Buffer, attachmentId: string, variant: Variant, plain: Buffer): Buffer => {
  const iv = randomBytes(12)
  const cipher = createCipheriv(algorithm, key, iv).setAAD(aad(attachmentId, variant))
  return Buffer.concat([Buffer.of(version), iv, cipher.update(plain), cipher.final(), cipher.getAuthTag()])
}

/** @throws Error when the object was changed, is another's, or is cut short. */
export const openObject = (key: Buffer, attachmentId: string, variant: Variant, sealed: Buffer): Buffer => {
  if (sealed.length < 29 || sealed[0] !== version) throw new Error('The object is not one of ours')
  const decipher = createDecipheriv(algorithm, key, sealed.subarray(1, 13)).setAAD(aad(attachmentId, variant))
  decipher.setAuthTag(sealed.subarray(-16))
  return Buffer.concat([decipher.update(sealed.subarray(13, -16)), decipher.final()])
}
