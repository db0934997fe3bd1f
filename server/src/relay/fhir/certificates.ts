/** What mutual TLS with the county platform needs, read once at the start: a renewed certificate takes a restart. */
import { readFileSync } from 'node:fs'
import { createSecureContext } from 'node:tls'
import type { Config } from '../../config'

interface Certificates {
  cert?: Buffer
  key?: Buffer
  /** Whom we believe about the platform; the public authorities when left out. */
  ca?: Buffer
}
type Setting = 'COUNTY_TLS_CERT_FILE' | 'COUNTY_TLS_KEY_FILE' | 'COUNTY_TLS_CA_FILE'

const codeOf = (error: unknown): string => (error as { code?: string }).code ?? 'unreadable'

/** OpenSSL takes any text as a `ca` and then believes nobody, so it is looked at here. */
const isPem = (bytes: Buffer): boolean => /-----BEGIN [A-Z ]+-----/.test(bytes.toString('latin1'))

const read = (config: Config, setting: Setting): Buffer | undefined => {
  const file = config[setting]
  if (!file) return undefined
  let bytes: Buffer
  try {
    bytes = readFileSync(file)
  } catch (error) {
    throw new Error(`${setting} names ${file}, which cannot be read (${codeOf(error)})`, { cause: error })
  }
  if (!isPem(bytes)) throw new Error(`${setting} names ${file}, which is no PEM file`)
  return bytes
}

/** @throws Error with one clear sentence when a file cannot be read, is no PEM, or certificate and key do not belong together. */
export const readCertificates = (config: Config): Certificates => {
  const cert = read(config, 'COUNTY_TLS_CERT_FILE')
  const key = read(config, 'COUNTY_TLS_KEY_FILE')
  const ca = read(config, 'COUNTY_TLS_CA_FILE')
  try {
    createSecureContext({ cert, key, ca })
  } catch (error) {
    throw new Error(
      `COUNTY_TLS_CERT_FILE, COUNTY_TLS_KEY_FILE and COUNTY_TLS_CA_FILE cannot be used together (${codeOf(error)})`,
      { cause: error },
    )
  }
  return { cert, key, ca }
}
