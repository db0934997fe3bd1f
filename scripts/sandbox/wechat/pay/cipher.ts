import { createCipheriv, createPrivateKey, createPublicKey, randomBytes, sign, verify } from 'node:crypto'

/** WeChat's AEAD_AES_256_GCM: the tag follows the ciphertext, the nonce is 12 characters. */
export function encryptResource(plain: string, apiV3Key: string, associatedData: string) {
  const nonce = randomBytes(6).toString('hex')
  const cipher = createCipheriv('aes-256-gcm', apiV3Key, nonce).setAAD(Buffer.from(associatedData))
  const bytes = [cipher.update(plain, 'utf8'), cipher.final(), cipher.getAuthTag()]
  return {
    algorithm: 'AEAD_AES_256_GCM',
    ciphertext: Buffer.concat(bytes).toString('base64'),
    associated_data: associatedData,
    nonce,
  }
}

/** Base64 of RSA-SHA256 over the lines, each ended by a line feed. */
export const signLines = (lines: readonly (string | number)[], privateKey: string): string =>
  sign('sha256', Buffer.from(lines.map(line => `${line}\n`).join('')), createPrivateKey(privateKey)).toString('base64')

/** `key`: a certificate or public key as PEM. */
export const verifyLines = (lines: readonly (string | number)[], signature: string, key: string): boolean =>
  verify(
    'sha256',
    Buffer.from(lines.map(line => `${line}\n`).join('')),
    createPublicKey(key),
    Buffer.from(signature, 'base64'),
  )
