import { exchange, type WechatAnswer, type WechatEndpoint, type WechatRequest } from './exchange'
import { isWechatProblem, noAnswer, type WechatProblem } from './problems'

export type WechatAccount = WechatEndpoint & { appId: string; appSecret: string }

/** WeChat: the token is wrong, replaced or over. Fetch it again and ask once more, once. */
const tokenErrcodes: readonly (number | null)[] = [40001, 40014, 42001]
/** A token is given up a little before its end, so that it does not end under way. */
const marginMs = 60_000

/**
 * Calls that need an access token. Callers at the same time share one fetch of it. Several processes need no common
 * store for it: `stable_token` hands each of them the same token and never invalidates another's.
 */
export function createTokenCalls(account: WechatAccount) {
  let token: { value: string; until: number } | null = null
  let fetching: Promise<string | WechatProblem> | null = null

  async function fetchToken(): Promise<string | WechatProblem> {
    const answer = await exchange(account, {
      path: '/cgi-bin/stable_token',
      body: { grant_type: 'client_credential', appid: account.appId, secret: account.appSecret },
    })
    if (isWechatProblem(answer)) return answer
    const { access_token: value, expires_in: seconds } = 'fields' in answer ? answer.fields : {}
    if (typeof value !== 'string' || typeof seconds !== 'number') return noAnswer('unreadable')
    token = { value, until: Date.now() + seconds * 1000 - marginMs }
    return value
  }

  function currentToken(): Promise<string | WechatProblem> {
    if (token && token.until > Date.now()) return Promise.resolve(token.value)
    fetching ??= fetchToken().finally(() => {
      fetching = null
    })
    return fetching
  }

  return async function call(request: WechatRequest, isRetry = false): Promise<WechatAnswer | WechatProblem> {
    const value = await currentToken()
    // Nothing was asked yet: an outcome that is not known would be a wrong alarm.
    if (typeof value !== 'string') return value.errcode === null ? noAnswer('no_token') : value
    const answer = await exchange(account, { ...request, query: { access_token: value } })
    if (isRetry || !isWechatProblem(answer) || !tokenErrcodes.includes(answer.errcode)) return answer
    // Only if no other call has replaced it since.
    if (token?.value === value) token = null
    return call(request, true)
  }
}
