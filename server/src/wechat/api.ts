import { createTokenCalls, type WechatAccount } from './access-token'
import { exchange, type WechatAnswer } from './exchange'
import { fitMessageFields } from './message-fields'
import { isWechatProblem, noAnswer, type WechatProblem } from './problems'

/** One accept of the person = one send. `page` without a leading slash; texts that are too long are cut. */
export type SubscribeMessage = { openid: string; templateId: string; page?: string; data: Record<string, string> }

/** `scene` ≤ 32 characters of `0-9A-Za-z!#$&'()*+,/:;=?@-._~`; `page` without a leading slash; `width` 280–1280 px. */
export type QrCode = { scene: string; page: string; width?: number }

/** What the content check says; `review`: WeChat would have a person look at it. */
export type Suggestion = 'pass' | 'review' | 'risky'
const isSuggestion = (said: unknown): said is Suggestion => said === 'pass' || said === 'review' || said === 'risky'

/** 2: comments, the nearest to words that people send each other. */
const talkScene = 2
const mediaTypes = { sound: 1, picture: 2 } as const

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

    /** Words of at most 2,500 characters; whose they are must have been in the mini-program in the last two hours. */
    async checkText(openid: string, content: string): Promise<{ suggestion: Suggestion } | WechatProblem> {
      const request = { path: '/wxa/msg_sec_check', body: { openid, content, scene: talkScene, version: 2 } }
      return readFields(await callWithToken(request), ({ result }) => {
        const { suggest } = (result ?? {}) as Record<string, unknown>
        return isSuggestion(suggest) ? { suggestion: suggest } : null
      })
    },

    /** WeChat fetches `url` within 30 minutes and tells its answer under `traceId` (events.ts). */
    async checkMedia(media: {
      openid: string
      kind: keyof typeof mediaTypes
      url: string
    }): Promise<{ traceId: string } | WechatProblem> {
      const { openid, kind, url } = media
      const body = { openid, media_url: url, media_type: mediaTypes[kind], scene: talkScene, version: 2 }
      return readFields(await callWithToken({ path: '/wxa/media_check_async', body }), ({ trace_id: traceId }) =>
        typeof traceId === 'string' && /^[\x21-\x7e]{1,64}$/.test(traceId) ? { traceId } : null,
      )
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
