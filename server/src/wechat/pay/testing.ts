/** For tests: invented keys, and an honest WeChat Pay that signs with node:crypto and says what a test wants it to say. */
// @peculiar/x509 finds its parts by it.
import 'reflect-metadata'
import { createCipheriv, generateKeyPairSync, type KeyObject, sign, webcrypto } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type IncomingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'
import { X509CertificateGenerator } from '@peculiar/x509'
import { type Config, readConfig } from '../../config'

export const rsa = (modulusLength = 2048) => generateKeyPairSync('rsa', { modulusLength })
export type Keys = ReturnType<typeof rsa>
export const pemOf = (key: KeyObject): string =>
  key.export({ type: key.type === 'private' ? 'pkcs8' : 'spki', format: 'pem' }).toString()

const algorithm = { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' }
/** A certificate in PEM. @param serial hexadecimal */
export const certificateOf = async ({ privateKey, publicKey }: Keys, serial: string): Promise<string> => {
  const imported = async (key: KeyObject, format: 'pkcs8' | 'spki', use: 'sign' | 'verify') =>
    webcrypto.subtle.importKey(format, key.export({ type: format, format: 'der' }), algorithm, true, [use])
  const certificate = await X509CertificateGenerator.createSelfSigned({
    serialNumber: serial,
    name: 'CN=Invented',
    signingAlgorithm: algorithm,
    keys: {
      privateKey: await imported(privateKey, 'pkcs8', 'sign'),
      publicKey: await imported(publicKey, 'spki', 'verify'),
    },
  })
  return certificate.toString('pem')
}

export const merchantKeys = rsa()
export const platform = { keys: rsa(), id: 'PUB_KEY_ID_0110000000002026112200000001' }
export const apiV3Key = 'an-invented-key-of-32-bytes-long'
export const appid = 'wx0000000000000000'
export const mchid = '1900000001'
export const serial = '5157F09EFDC096DE15EBE81A47057A7232F1B8E1'

/** A configuration that fits together; `undefined` leaves a setting out. */
export const configWith = (settings: Record<string, string | undefined> = {}): Config =>
  readConfig({
    DATABASE_URL: 'mysql://nobody@127.0.0.1/none',
    ACCESS_TOKEN_KEY: 'x'.repeat(32),
    DATA_KEYS: `k1:${Buffer.alloc(32).toString('base64')}`,
    INDEX_KEY: Buffer.alloc(32).toString('base64'),
    WECHAT_APP_ID: appid,
    WECHAT_APP_SECRET: 'invented',
    COUNTY_FHIR_URL: 'http://127.0.0.1:1/fhir',
    WECHAT_PAY_MCHID: mchid,
    WECHAT_PAY_SERIAL: serial,
    WECHAT_PAY_PRIVATE_KEY: pemOf(merchantKeys.privateKey),
    WECHAT_PAY_APIV3_KEY: apiV3Key,
    WECHAT_PAY_PUBLIC_KEY_ID: platform.id,
    WECHAT_PAY_PUBLIC_KEY: pemOf(platform.keys.publicKey),
    WECHAT_PAY_NOTIFY_URL: 'https://health.example.gov.cn/api/payments/notices',
    WECHAT_PAY_TIMEOUT_MS: '2000',
    ...settings,
  })

/** An order and a refund of it, as we ask for them and as WeChat answers. */
export const order = {
  outTradeNo: 'R2026112200000001',
  description: '挂号费：县医院 内科',
  amount: 1500,
  openid: 'o-invented-openid',
  expiresAt: new Date('2026-11-22T01:02:03.456Z'),
}
export const refund = {
  outTradeNo: order.outTradeNo,
  outRefundNo: 'B-1',
  amount: 500,
  total: 1500,
  reason: '医生停诊',
}
export const trade = {
  appid,
  mchid,
  out_trade_no: order.outTradeNo,
  trade_state: 'SUCCESS',
  trade_state_desc: '支付成功',
  transaction_id: '4200000000202611220000000001',
  payer: { openid: order.openid },
  amount: { total: 1500, payer_total: 1000, currency: 'CNY', payer_currency: 'CNY' },
  success_time: '2026-11-22T09:00:01+08:00',
}
export const refunded = {
  refund_id: '50300000002026112200000001',
  out_refund_no: refund.outRefundNo,
  out_trade_no: refund.outTradeNo,
  transaction_id: trade.transaction_id,
  status: 'PROCESSING',
  amount: { total: 1500, refund: 500, payer_total: 1500, payer_refund: 500, currency: 'CNY' },
}

export interface Signing {
  timestamp?: string
  nonce?: string
  serial?: string
  key?: KeyObject
}
/** WeChat's headers over a body, as its documents say: `timestamp\nnonce\nbody\n`. */
export const signedHeaders = (body: string, at: Date, signing: Signing = {}): Record<string, string> => {
  const { timestamp = String(Math.floor(at.getTime() / 1000)), nonce = 'c5ac7061fccab6bf3e254dcf98995b8c' } = signing
  const signature = sign(
    'RSA-SHA256',
    Buffer.from(`${timestamp}\n${nonce}\n${body}\n`),
    signing.key ?? platform.keys.privateKey,
  )
  return {
    'wechatpay-timestamp': timestamp,
    'wechatpay-nonce': nonce,
    'wechatpay-serial': signing.serial ?? platform.id,
    'wechatpay-signature': signature.toString('base64'),
  }
}

/** AEAD_AES_256_GCM as WeChat's documents say: base64 of the ciphertext and, after it, the tag. */
export const encrypted = (
  text: string,
  { key = apiV3Key, nonce = 'fdasflkja484', associated = 'transaction' } = {},
) => {
  const cipher = createCipheriv('aes-256-gcm', key, nonce)
  cipher.setAAD(Buffer.from(associated))
  const ciphertext = Buffer.concat([cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()])
  return { ciphertext: ciphertext.toString('base64'), nonce, associated_data: associated }
}

export interface Heard {
  method: string
  /** With the query. */
  path: string
  headers: IncomingHttpHeaders
  body: string
}
export interface Reply {
  status?: number
  /** Objects become JSON. */
  body?: object | string | Buffer
  headers?: Record<string, string>
  /** False leaves the signature out. */
  signing?: Signing | false
  /** Breaks the connection off instead of answering. */
  lost?: boolean
}

/** Answers each request by `reply`, and keeps what it heard. */
export const startPeer = async (reply: (heard: Heard) => Reply | Promise<Reply>) => {
  const heard: Heard[] = []
  const server = createServer((request, response) => {
    const parts: Buffer[] = []
    request.on('data', (part: Buffer) => parts.push(part))
    const answer = async () => {
      const { method = '', url = '', headers } = request
      const one = { method, path: url, headers, body: Buffer.concat(parts).toString('utf8') }
      heard.push(one)
      const { status = 200, body = '', headers: more, signing, lost } = await reply(one)
      if (lost) return void response.destroy()
      const bytes = Buffer.isBuffer(body) ? body : Buffer.from(typeof body === 'string' ? body : JSON.stringify(body))
      const signed = signing === false ? {} : signedHeaders(bytes.toString('utf8'), new Date(), signing)
      response.writeHead(status, { 'content-type': 'application/json', ...signed, ...more }).end(bytes)
    }
    request.on('end', () => void answer())
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    heard,
    stop: () => {
      server.closeAllConnections()
      server.close()
    },
  }
}
