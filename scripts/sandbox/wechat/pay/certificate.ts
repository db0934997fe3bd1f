import { KeyObject, webcrypto } from 'node:crypto'

/** A private key with the certificate that goes with it; PEM texts. */
export type Certified = {
  /** Upper-case hexadecimal, as WeChat writes serial numbers. */
  serial: string
  privateKey: string
  certificate: string
}

const rsa = {
  name: 'RSASSA-PKCS1-v1_5',
  hash: 'SHA-256',
  publicExponent: new Uint8Array([1, 0, 1]),
  modulusLength: 2048,
}
const tenYears = 10 * 365 * 86_400_000

export const makeKeyPair = () => webcrypto.subtle.generateKey(rsa, true, ['sign', 'verify'])

export const privatePem = (key: webcrypto.CryptoKey): string =>
  KeyObject.from(key).export({ type: 'pkcs8', format: 'pem' }) as string

export const publicPem = (key: webcrypto.CryptoKey): string =>
  KeyObject.from(key).export({ type: 'spki', format: 'pem' }) as string

/** A new key and a certificate that it signs for itself, good from yesterday for ten years. */
export async function makeCertified(name: string): Promise<Certified> {
  // Its parts find each other by the first; two hundred files that only the making of keys needs.
  await import('reflect-metadata')
  const { X509CertificateGenerator } = await import('@peculiar/x509')
  const keys = await makeKeyPair()
  // The first byte is below 0x80 and not 0: a serial is a positive integer, written without a leading zero.
  const serialNumber = Buffer.concat([Buffer.from([0x5a]), webcrypto.getRandomValues(Buffer.alloc(19))]).toString('hex')
  const certificate = await X509CertificateGenerator.createSelfSigned({
    serialNumber,
    name: `CN=${name}`,
    notBefore: new Date(Date.now() - 86_400_000),
    notAfter: new Date(Date.now() + tenYears),
    signingAlgorithm: rsa,
    keys,
  })
  return {
    serial: serialNumber.toUpperCase(),
    privateKey: privatePem(keys.privateKey),
    certificate: `${certificate.toString('pem')}\n`,
  }
}
