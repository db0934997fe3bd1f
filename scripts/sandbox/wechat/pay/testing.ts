import { createServer } from 'node:http'
import { type AddressInfo } from 'node:net'
import { Formatter, Rsa, Wechatpay } from 'wechatpay-axios-plugin'
import { startWechatSandbox, type WechatSandbox } from '../start'
import { appId, appSecret } from '../testing'
import { type PayKeys } from './keys'

export const openid = 'oSandboxresident000000000000'
/** When tests begin, on the sandbox's clock: Monday 09:00 in Beijing. */
export const begin = Date.parse('2026-11-23T09:00:00+08:00')

/** Requests through a client that is not ours: signed by it, answers checked by it. */
export function independentClient(url: string, keys: PayKeys) {
  return new Wechatpay({
    mchid: keys.mchid,
    serial: keys.merchant.serial,
    privateKey: keys.merchant.privateKey,
    certs: { [keys.publicKey.id]: keys.publicKey.publicKey, [keys.platform.serial]: keys.platform.certificate },
    baseURL: url,
    proxy: false,
  })
}

type Spoil = Partial<{
  mchid: string
  serial: string
  timestamp: number
  nonce: string
  signedBody: string
  path: string
  headers: Record<string, string>
}>
type Method = 'GET' | 'POST'

/** A request signed here, in which anything may be wrong. */
async function fetchSigned(sandbox: WechatSandbox, method: Method, path: string, body?: string, spoil: Spoil = {}) {
  const { url, payKeys } = sandbox
  const { nonce = Formatter.nonce(), timestamp = Formatter.timestamp(), signedBody = body ?? '' } = spoil
  const text = Formatter.request(method, spoil.path ?? path, timestamp, nonce, signedBody)
  const signature = Rsa.sign(text, payKeys.merchant.privateKey)
  const { mchid = payKeys.mchid, serial = payKeys.merchant.serial } = spoil
  const authorization = Formatter.authorization(mchid, nonce, signature, timestamp, serial)
  const headers = { accept: 'application/json', 'content-type': 'application/json', authorization, ...spoil.headers }
  return fetch(url + path, { method, body, headers })
}

/** The same, its answer read as JSON; `body` a text when it is to be no JSON. */
export async function askSigned(
  sandbox: WechatSandbox,
  method: Method,
  path: string,
  body?: object | string,
  spoil?: Spoil,
) {
  const sent = body === undefined || typeof body === 'string' ? body : JSON.stringify(body)
  const response = await fetchSigned(sandbox, method, path, sent, spoil)
  const text = await response.text()
  const json = (text.startsWith('{') ? JSON.parse(text) : {}) as Record<string, unknown>
  return { status: response.status, headers: response.headers, text, body: json }
}

export type Received = { headers: Record<string, string>; body: string }

/** A merchant's server that keeps what it was sent and answers `status`. */
export async function startMerchant() {
  const received: Received[] = []
  const merchant = { received, status: 204, url: '', stop: async () => {} }
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      received.push({ headers: request.headers as Record<string, string>, body: Buffer.concat(chunks).toString() })
      response.writeHead(merchant.status).end()
    })
  })
  await new Promise<void>(done => server.listen(0, '127.0.0.1', done))
  merchant.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/notice`
  merchant.stop = async () => {
    server.closeAllConnections()
    await new Promise(done => server.close(done))
  }
  return merchant
}

/** A sandbox whose clock stands at `begin` until it is pushed, a merchant's server, and the usual steps. */
export async function startPayTest() {
  const merchant = await startMerchant()
  const sandbox = await startWechatSandbox({ port: 0, appId, appSecret, now: () => begin })
  let number = 0
  const order = (more: object = {}) => ({
    appid: appId,
    mchid: sandbox.payKeys.mchid,
    description: '挂号费',
    out_trade_no: `order-${++number}`,
    notify_url: merchant.url,
    amount: { total: 1500, currency: 'CNY' },
    payer: { openid },
    ...more,
  })
  const ask = (method: 'GET' | 'POST', path: string, body?: object) => askSigned(sandbox, method, path, body)
  const place = async (more: object = {}) => {
    const fields = order(more)
    const { body } = await ask('POST', '/v3/pay/transactions/jsapi', fields)
    return { no: fields.out_trade_no, prepayId: String(body.prepay_id) }
  }
  const paid = async (more: object = {}) => {
    const placed = await place(more)
    await sandbox.pay.pay({ prepay_id: placed.prepayId })
    return placed
  }
  return {
    sandbox,
    merchant,
    order,
    ask,
    download: (path: string) => fetchSigned(sandbox, 'GET', path),
    place,
    paid,
    query: (no: string) => ask('GET', `/v3/pay/transactions/out-trade-no/${no}?mchid=${sandbox.payKeys.mchid}`),
    close: (no: string) =>
      ask('POST', `/v3/pay/transactions/out-trade-no/${no}/close`, { mchid: sandbox.payKeys.mchid }),
    refund: (no: string, refundNo: string, amount = 1500, more: object = {}) =>
      ask('POST', '/v3/refund/domestic/refunds', {
        out_trade_no: no,
        out_refund_no: refundNo,
        notify_url: merchant.url,
        amount: { refund: amount, total: 1500, currency: 'CNY' },
        ...more,
      }),
    /** Time passes, and all that is due happens. */
    pass: async (milliseconds: number) => {
      await sandbox.advanceClock(milliseconds)
      await sandbox.pay.settle()
    },
    /** Ready for the next test: obedient, with nothing received. */
    reset: async () => {
      await sandbox.pay.behave()
      await sandbox.pay.set({ callbacks: 'sent', answersSignedBy: 'public-key', callbacksSignedBy: 'public-key' })
      merchant.status = 204
      await sandbox.pay.settle()
      merchant.received.length = 0
    },
    stop: () => Promise.all([sandbox.stop(), merchant.stop()]),
  }
}
export type PayTest = Awaited<ReturnType<typeof startPayTest>>
