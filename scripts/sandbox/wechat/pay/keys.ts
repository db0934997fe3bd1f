import { randomBytes, randomInt } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Certified, makeCertified, makeKeyPair, privatePem, publicPem } from './certificate'

/** All keys of one invented merchant; the merchant and WeChat Pay each know their half. */
export type PayKeys = {
  /** Digits, as WeChat numbers its merchants. */
  mchid: string
  /** 32 characters; encrypts callbacks and platform certificates. */
  apiV3Key: string
  /** Signs the merchant's requests. */
  merchant: Certified
  /** Sign WeChat Pay's answers and callbacks: by certificate, the old way, and by public key, the way since 2024. */
  platform: Certified
  publicKey: { id: string; privateKey: string; publicKey: string }
}

async function makePayKeys(): Promise<PayKeys> {
  const mchid = `19000${randomInt(10_000, 100_000)}`
  const [merchant, platform, pair] = await Promise.all([
    makeCertified(mchid),
    makeCertified('Sandbox WeChat Pay'),
    makeKeyPair(),
  ])
  const id = `PUB_KEY_ID_01${mchid}${randomInt(1e12, 2e12)}00${randomInt(1e6, 2e6)}`
  return {
    mchid,
    apiV3Key: randomBytes(16).toString('hex'),
    merchant,
    platform,
    publicKey: { id, privateKey: privatePem(pair.privateKey), publicKey: publicPem(pair.publicKey) },
  }
}

/**
 * The keys kept in `folder`, made the first time, so that a restarted sandbox and a server's kept configuration still
 * fit together. Without a folder all sandboxes of this machine share one set, since three RSA keys take long to make.
 */
export async function keepPayKeys(folder = join(tmpdir(), `county-sandbox-pay-${process.getuid?.() ?? 0}`)) {
  const file = join(folder, 'pay-keys.json')
  if (existsSync(file)) return JSON.parse(readFileSync(file, 'utf8')) as PayKeys
  const keys = await makePayKeys()
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  // Renamed into place: two that begin at once each see a whole file.
  const draft = `${file}.${process.pid}.${randomInt(1e9)}`
  writeFileSync(draft, JSON.stringify(keys), { mode: 0o600 })
  renameSync(draft, file)
  return keys
}
