// @peculiar/x509 finds its parts by it.
import 'reflect-metadata'
import { webcrypto } from 'node:crypto'
import {
  BasicConstraintsExtension,
  ExtendedKeyUsage,
  ExtendedKeyUsageExtension,
  PemConverter,
  SubjectAlternativeNameExtension,
  type X509Certificate,
  X509CertificateGenerator,
} from '@peculiar/x509'

const ALGORITHM = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' }
const DAY_MS = 86_400_000

/** A certificate and its key, PEM. */
export interface Identity {
  cert: string
  key: string
}

interface Wanted {
  name: string
  use: 'server' | 'client'
  /** IP address of a server; default 127.0.0.1. */
  address?: string
  /** Its last day, counted from now; default 30. */
  endsInDays?: number
}

/** An invented certificate authority, which lives as long as the program. */
export interface Authority {
  /** PEM of its own certificate. */
  cert: string
  issue(wanted: Wanted): Promise<Identity>
}

const freshKeys = () =>
  webcrypto.subtle.generateKey(ALGORITHM, true, ['sign', 'verify']) as Promise<webcrypto.CryptoKeyPair>

export async function createAuthority(name: string): Promise<Authority> {
  const keys = await freshKeys()
  const issuer = `CN=${name}`
  const own: X509Certificate = await X509CertificateGenerator.createSelfSigned({
    name: issuer,
    keys,
    signingAlgorithm: ALGORITHM,
    notBefore: new Date(Date.now() - 60 * DAY_MS),
    notAfter: new Date(Date.now() + 60 * DAY_MS),
    extensions: [new BasicConstraintsExtension(true, undefined, true)],
  })
  const issue = async ({ name, use, address = '127.0.0.1', endsInDays = 30 }: Wanted): Promise<Identity> => {
    const { publicKey, privateKey } = await freshKeys()
    const usage = use === 'server' ? ExtendedKeyUsage.serverAuth : ExtendedKeyUsage.clientAuth
    const certificate = await X509CertificateGenerator.create({
      subject: `CN=${name}`,
      issuer,
      publicKey,
      signingKey: keys.privateKey,
      signingAlgorithm: ALGORITHM,
      notBefore: new Date(Date.now() - 59 * DAY_MS),
      notAfter: new Date(Date.now() + endsInDays * DAY_MS),
      extensions: [
        new ExtendedKeyUsageExtension([usage]),
        ...(use === 'server' ? [new SubjectAlternativeNameExtension([{ type: 'ip', value: address }])] : []),
      ],
    })
    const key = PemConverter.encode(await webcrypto.subtle.exportKey('pkcs8', privateKey), 'PRIVATE KEY')
    return { cert: certificate.toString('pem'), key }
  }
  return { cert: own.toString('pem'), issue }
}
