import { createTokenCalls, type WechatAccount } from './access-token'
import { exchange, type WechatAnswer } from './exchange'
import { fitMessageFields } from './message-fields'
import { isWechatProblem, noAnswer, type WechatProblem } from './problems'

/** One accept of the person = one send. `page` without a leading slash; texts that are too long are cut. */
export type SubscribeMessage = { openid: string; templateId: string; page?: string; data: Record<string, string> }

/** `scene` ≤ 32 characters of `0-9A-Za-z!#$&'()*+,/:;=?@-._~`; `page` without a leading slash; `width` 280–1280 px. */
export type QrCode = { scene: string; page: string; width?: number }

/**
 * The mini-program server API, as much of it as we use. Nothing rejects: what WeChat refuses, or does not answer
 * within `timeoutMs`, comes back as a `WechatProblem`.
 */
export function createWechatApi(account: WechatAccount) {
  const callWithToken = createTokenCalls(account)

  return {
    /** Who signed in. `code` is what wx.login gave: single use, 5 minutes. The session key stays in here, unread. */
    async codeToSession(code: string): Promise<{ openid: string; unionid: string | null } | WechatProblem> {
      const { appId, appSecret } = account
      const query = { appid: appId, secret: appSecret, js_code: code, grant_type: 'authorization_code' }
      return readFields(await exchange(account, { path: '/sns/jscode2session', query }), ({ openid, unionid }) =>
        typeof openid === 'string' ? { openid, unionid: typeof unionid === 'string' ? unionid : null } : null,
      )
    },

    /** The number behind the phone button's `code`, without the country's prefix; `countryCode` is `86` for the mainland. */
    async phoneNumber(code: string, openid: string): Promise<{ phone: string; countryCode: string } | WechatProblem> {
      const request = { path: '/wxa/business/getuserphonenumber', body: { code, openid } }
      return readFields(await callWithToken(request), ({ phone_info: info }) => {
        const { purePhoneNumber: phone, countryCode } = (info ?? {}) as Record<string, unknown>
        return typeof phone === 'string' ? { phone, countryCode: String(countryCode ?? '86') } : null
      })
    },

    /** After `unavailable` the message may have gone out all the same, see `wasNotDone`. */
    async sendSubscribeMessage(message: SubscribeMessage): Promise<{ sent: true } | WechatProblem> {
      const { openid, templateId, page, data } = message
      const body = { touser: openid, template_id: templateId, page, data: fitMessageFields(data) }
      const request = { path: '/cgi-bin/message/subscribe/send', body }
      return readFields(await callWithToken(request), () => ({ sent: true as const }))
    },

    /** A code in unlimited number that opens `page` in WeChat, as a picture. */
    async unlimitedQrCode(code: QrCode): Promise<{ image: Buffer; contentType: string } | WechatProblem> {
      const answer = await callWithToken({ path: '/wxa/getwxacodeunlimit', body: code })
      if (isWechatProblem(answer)) return answer
      return 'bytes' in answer ? { image: answer.bytes, contentType: answer.contentType } : noAnswer('unreadable')
    },
  }
}
export type WechatApi = ReturnType<typeof createWechatApi>

/** `read` gives null when the answer lacks what it must hold. */
function readFields<Result extends object>(
  answer: WechatAnswer | WechatProblem,
  read: (fields: Record<string, unknown>) => Result | null,
): Result | WechatProblem {
  if (isWechatProblem(answer)) return answer
  return ('fields' in answer && read(answer.fields)) || noAnswer('unreadable')
}
