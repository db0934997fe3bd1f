/**
 * Signatures of medical records (电子签名法 art. 13): Ed25519 (RFC 8032), or where the county asks for the national
 * algorithm SM2 with SM3 (GM/T 0003.2, GM/T 0009: the default user id, DER). Node signs SM2 only under an empty user id,
 * which nobody else verifies, hence the library. Public keys are SubjectPublicKeyInfo, so that `openssl` reads them.
 */
import { createHash, createPrivateKey, createPublicKey, generateKeyPairSync, sign, verify } from 'node:crypto'
import { sm2 } from 'sm-crypto-v2'

export type Algorithm = 'Ed25519' | 'SM2'
/** Base64: SubjectPublicKeyInfo; PKCS #8 of Ed25519, the bare number of SM2. */
export interface KeyPair {
  publicKey: string
  privateKey: string
}

/** SubjectPublicKeyInfo of an uncompressed point on sm2p256v1 up to the point itself. */
const sm2Header = Buffer.from('3059301306072a8648ce3d020106082a811ccf5501822d034200', 'hex')
const sm2Options = { hash: true, userId: '1234567812345678' }

const integer = (number: Buffer): Buffer => {
  const bare = number.subarray(number.findIndex(byte => byte !== 0))
  const sign = bare[0]! >= 0x80 ? [0] : []
  return Buffer.from([2, sign.length + bare.length, ...sign, ...bare])
}
/** The two numbers of a signature as a DER sequence; the library would take what only resembles one. */
const derOf = (r: Buffer, s: Buffer): Buffer => {
  const numbers = Buffer.concat([integer(r), integer(s)])
  return Buffer.concat([Buffer.from([0x30, numbers.length]), numbers])
}
/** The two numbers one after the other, hex; null for what is not their one encoding. */
const numbersOf = (der: Buffer): string | null => {
  const length = der[3] ?? 0
  const [r, s] = [der.subarray(4, 4 + length), der.subarray(6 + length)]
  const isWhole = r.length > 0 && s.length > 0 && derOf(r, s).equals(der)
  return isWhole ? [r, s].map(n => n.toString('hex').replace(/^00/, '').padStart(64, '0')).join('') : null
}

export const newKeyPair = (algorithm: Algorithm): KeyPair => {
  if (algorithm === 'SM2') {
    const { publicKey, privateKey } = sm2.generateKeyPairHex()
    const spki = Buffer.concat([sm2Header, Buffer.from(publicKey, 'hex')])
    return { publicKey: spki.toString('base64'), privateKey: Buffer.from(privateKey, 'hex').toString('base64') }
  }
  const { publicKey, privateKey } = generateKeyPairSync('ed25519', {
    publicKeyEncoding: { type: 'spki', format: 'der' },
    privateKeyEncoding: { type: 'pkcs8', format: 'der' },
  })
  return { publicKey: publicKey.toString('base64'), privateKey: privateKey.toString('base64') }
}

const signSm2 = (key: Buffer, bytes: Buffer): Buffer => {
  const numbers = Buffer.from(sm2.doSignature(new Uint8Array(bytes), key.toString('hex'), sm2Options), 'hex')
  return derOf(numbers.subarray(0, 32), numbers.subarray(32))
}
const verifySm2 = (key: Buffer, bytes: Buffer, signature: Buffer): boolean => {
  const numbers = numbersOf(signature)
  if (!numbers || !key.subarray(0, sm2Header.length).equals(sm2Header)) return false
  const point = key.subarray(sm2Header.length).toString('hex')
  return sm2.doVerifySignature(new Uint8Array(bytes), numbers, point, sm2Options)
}

/** @returns base64 */
export const signText = (algorithm: Algorithm, privateKey: string, text: string): string => {
  const key = Buffer.from(privateKey, 'base64')
  const bytes = Buffer.from(text)
  const signature =
    algorithm === 'SM2'
      ? signSm2(key, bytes)
      : sign(null, bytes, createPrivateKey({ key, format: 'der', type: 'pkcs8' }))
  return signature.toString('base64')
}

/** False for whatever does not verify, also for what is no signature or no key at all. */
export const verifyText = (algorithm: Algorithm, publicKey: string, text: string, signature: string): boolean => {
  const key = Buffer.from(publicKey, 'base64')
  const bytes = Buffer.from(text)
  const signed = Buffer.from(signature, 'base64')
  try {
    if (algorithm === 'SM2') return verifySm2(key, bytes, signed)
    return verify(null, bytes, createPublicKey({ key, format: 'der', type: 'spki' }), signed)
  } catch {
    return false
  }
}

/** SHA-256, hex: by which one version names the one before. */
export const hashOf = (text: string): string => createHash('sha256').update(text).digest('hex')
