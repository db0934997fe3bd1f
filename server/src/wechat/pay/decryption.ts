import { createDecipheriv } from 'node:crypto'

export interface EncryptedResource {
  ciphertext: string
  associated_data?: string
  nonce: string
}

const tagBytes = 16

/**
 * The text WeChat encrypted with the APIv3 key (AEAD_AES_256_GCM, tag at the end of the ciphertext).
 * @throws when tag, associated data, nonce or key are not those it was encrypted with
 */
export const decryptResource = (key: Buffer, resource: EncryptedResource): string => {
  const bytes = Buffer.from(resource.ciphertext, 'base64')
  const decipher = createDecipheriv('aes-256-gcm', key, Buffer.from(resource.nonce), { authTagLength: tagBytes })
  decipher.setAuthTag(bytes.subarray(-tagBytes))
  decipher.setAAD(Buffer.from(resource.associated_data ?? ''))
  // Only final() compares the tag.
  return Buffer.concat([decipher.update(bytes.subarray(0, -tagBytes)), decipher.final()]).toString('utf8')
}
