import { startWechatSandbox, type WechatSandbox } from './start'

export const appId = 'wx0000000000000000'
export const appSecret = 'sandbox-secret-of-tests'

export const startForTest = (folder?: string) => startWechatSandbox({ port: 0, appId, appSecret, folder })

type Answer = Record<string, unknown>

/** Calls of WeChat's endpoints as a server would make them; the answer is WeChat's JSON. */
export function askAsServer(sandbox: WechatSandbox) {
  const get = async (path: string, query: Record<string, string>) => {
    const response = await fetch(`${sandbox.url}${path}?${new URLSearchParams(query)}`)
    return { status: response.status, body: JSON.parse(await response.text()) as Answer }
  }
  const post = async (path: string, body: object, query: Record<string, string> = {}) => {
    const response = await fetch(`${sandbox.url}${path}?${new URLSearchParams(query)}`, {
      method: 'POST',
      body: JSON.stringify(body),
    })
    return JSON.parse(await response.text()) as Answer
  }
  const stableToken = (more: object = {}) =>
    post('/cgi-bin/stable_token', { grant_type: 'client_credential', appid: appId, secret: appSecret, ...more })

  return {
    get,
    post,
    stableToken,
    token: async () => String((await stableToken()).access_token),
    signIn: (code: string, more: Record<string, string> = {}) =>
      get('/sns/jscode2session', {
        appid: appId,
        secret: appSecret,
        js_code: code,
        grant_type: 'authorization_code',
        ...more,
      }),
  }
}
