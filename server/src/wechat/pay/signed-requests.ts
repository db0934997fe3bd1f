/**
 * wechatpay-node-v3 builds the requests and signs them, and does nothing else here. Its transport (no time-out, follows
 * redirects), its verification (no freshness, re-serialised bodies, fetches unknown certificates), its decryption (tag
 * never compared) and its nonces (Math.random) are not used.
 */
import { randomBytes } from 'node:crypto'
import Pay from 'wechatpay-node-v3'
import type { Clock } from '../../clock'
import { downloadUnsigned, exchangeSigned, realHost } from './exchange'
import type { Merchant } from './merchant'

/** For wx.requestPayment. */
export interface PayParameters {
  appId: string
  timeStamp: string
  nonceStr: string
  package: string
  signType: 'RSA'
  paySign: string
}

const freshNonce = (): string => randomBytes(16).toString('hex')
const secondsOf = (at: Date): string => String(Math.floor(at.getTime() / 1000))

export class SignedRequests extends Pay {
  constructor(
    readonly merchant: Merchant,
    private readonly clock: Clock,
  ) {
    super({
      appid: merchant.appid,
      mchid: merchant.mchid,
      serial_no: merchant.serial,
      privateKey: Buffer.from(merchant.privateKey.export({ type: 'pkcs8', format: 'pem' })),
      // Asked for by the constructor, read only when no serial is given.
      publicKey: Buffer.from('unused'),
      userAgent: 'county-health',
    })
    this.createHttp({
      get: (url, headers) => exchangeSigned(merchant, clock, { method: 'GET', url, headers }),
      // The signature covers exactly this serialisation.
      post: (url, params, headers) =>
        exchangeSigned(merchant, clock, { method: 'POST', url, headers, body: JSON.stringify(params) }),
      upload: () => Promise.reject(new Error('Nothing is uploaded to WeChat Pay')),
    })
  }

  /** With a nonce that cannot be guessed and the time of our clock; the library's are neither. */
  protected override buildAuthorization(method: string, url: string, params?: Record<string, unknown>): string {
    const [nonce, timestamp] = [freshNonce(), secondsOf(this.clock.now())]
    const path = url.replace(realHost, '')
    return this.getAuthorization(nonce, timestamp, this.getSignature(method, nonce, timestamp, path, params))
  }

  payParameters(prepayId: string): PayParameters {
    const [timeStamp, nonceStr] = [secondsOf(this.clock.now()), freshNonce()]
    const prepay = `prepay_id=${prepayId}`
    const { appid: appId } = this.merchant
    const paySign = this.sign(`${appId}\n${timeStamp}\n${nonceStr}\n${prepay}\n`)
    return { appId, timeStamp, nonceStr, package: prepay, signType: 'RSA', paySign }
  }

  /** @param url as WeChat gave it. @throws WechatPayError */
  download(url: string): Promise<Buffer> {
    const headers = this.getHeaders(this.buildAuthorization('GET', url)) as Record<string, string>
    return downloadUnsigned(this.merchant, { method: 'GET', url, headers })
  }
}
