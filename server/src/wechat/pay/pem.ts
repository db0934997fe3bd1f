/** Keys and certificates of the configuration. Every error is one sentence that names the setting, never its value. */
import { createPrivateKey, createPublicKey, type KeyObject, X509Certificate } from 'node:crypto'
import { readFileSync } from 'node:fs'

/** RSA below 2048 bits is refused by WeChat, and by us. */
const minModulusBits = 2048

const textOf = (path: string): string | null => {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return null
  }
}

/** @param value PEM, its line ends perhaps written `\n`, or the path of a file that holds it */
const pemOf = (setting: string, value: string): string => {
  if (value.includes('-----BEGIN')) return value.replaceAll('\\n', '\n')
  const text = textOf(value)
  // Without the value: it may be a key that lost its first line.
  if (text === null) throw new Error(`${setting} is neither PEM nor a file that can be read`)
  return text
}

const checkRsa = (setting: string, key: KeyObject): KeyObject => {
  const bits = key.asymmetricKeyDetails?.modulusLength ?? 0
  if (key.asymmetricKeyType !== 'rsa' || bits < minModulusBits)
    throw new Error(`${setting} must be an RSA key of ${minModulusBits} bits or more`)
  return key
}

const keyIn = (setting: string, what: string, read: () => KeyObject): KeyObject => {
  let key: KeyObject
  try {
    key = read()
  } catch {
    throw new Error(`${setting} holds no ${what} that can be read`)
  }
  return checkRsa(setting, key)
}

/** @throws Error */
export const readPrivateKey = (setting: string, value: string): KeyObject => {
  const pem = pemOf(setting, value)
  return keyIn(setting, 'private key', () => createPrivateKey(pem))
}

/** @throws Error */
export const readPublicKey = (setting: string, value: string): KeyObject => {
  const pem = pemOf(setting, value)
  // OpenSSL would also derive one from a private key or a certificate: neither is what WeChat hands out as its key.
  if (!pem.includes('PUBLIC KEY-----')) throw new Error(`${setting} holds no public key that can be read`)
  return keyIn(setting, 'public key', () => createPublicKey(pem))
}

const certificate = /-----BEGIN CERTIFICATE-----[\s\S]*?-----END CERTIFICATE-----/g

/** One or more, in one file or several (paths, comma-separated). @throws Error */
export const readCertificates = (setting: string, value: string): X509Certificate[] => {
  const parts = value.includes('-----BEGIN') ? [value] : value.split(',').map(path => path.trim())
  return parts.flatMap(part => {
    const found = pemOf(setting, part).match(certificate)
    if (!found) throw new Error(`${setting} holds no certificate that can be read`)
    return found.map(pem => {
      let read: X509Certificate
      try {
        read = new X509Certificate(pem)
      } catch {
        throw new Error(`${setting} holds no certificate that can be read`)
      }
      checkRsa(setting, read.publicKey)
      return read
    })
  })
}
