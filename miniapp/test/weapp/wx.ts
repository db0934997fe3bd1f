/** WeChat as the built mini-program finds it: storage, requests, navigation, and what tests set or look at. */
export interface Phone {
  /** The server that stands behind every `wx.request`, whatever origin was built in. */
  server: string
  storage: Map<string, unknown>
  online: boolean
  /** What `wx.login` gives next. */
  loginCode: () => Promise<string>
  /** What the camera reads next; null: closed. */
  scanned: string | null
  requests: { method: string; path: string; headers: Record<string, string>; status: number | null }[]
  said: string[]
  fontSizeScaleFactor: number
}

interface Callbacks {
  success?: (result: object) => void
  fail?: (error: object) => void
  complete?: (result: object) => void
}
type Options = Callbacks & Record<string, unknown>

const settle = (options: Options, run: () => Promise<object>): void => {
  run().then(
    result => {
      options.success?.(result)
      options.complete?.(result)
    },
    (error: Error) => {
      const failed = { errMsg: error.message }
      options.fail?.(failed)
      options.complete?.(failed)
    },
  )
}
const works =
  (result: object = {}) =>
  (options: Options = {}) =>
    settle(options, async () => ({ errMsg: 'ok', ...result }))

const ask = async (phone: Phone, options: Options): Promise<object> => {
  const method = String(options.method ?? 'GET')
  const path = String(options.url).replace(/^https?:\/\/[^/]+/, '')
  const headers = options.header as Record<string, string>
  const entry = { method, path, headers, status: null as number | null }
  phone.requests.push(entry)
  if (!phone.online) throw new Error('request:fail')
  const answer = await fetch(phone.server + path, { method, headers, body: options.data as string | undefined })
  entry.status = answer.status
  const text = await answer.text()
  const json = /json/.test(answer.headers.get('content-type') ?? '')
  const data: unknown = json && text ? JSON.parse(text) : text
  return { statusCode: answer.status, data, header: Object.fromEntries(answer.headers) }
}

const storageOf = ({ storage }: Phone) => ({
  getStorageSync: (key: string) => storage.get(key) ?? '',
  setStorageSync: (key: string, value: unknown) => void storage.set(key, value),
  removeStorageSync: (key: string) => void storage.delete(key),
  getStorageInfoSync: () => ({ keys: [...storage.keys()], currentSize: 0, limitSize: 10240 }),
})

const infoOf = (phone: Phone) => {
  const screen = { windowWidth: 390, windowHeight: 844, screenWidth: 390, screenHeight: 844, pixelRatio: 3 }
  const app = { SDKVersion: '3.6.0', language: 'zh_CN', version: '8.0.50', theme: 'light' }
  const all = () => ({ ...screen, ...app, platform: 'ios', system: 'iOS 17.0', brand: 'x', model: 'x' })
  return {
    getSystemInfoSync: all,
    getWindowInfo: () => screen,
    getAppBaseInfo: () => ({ ...app, fontSizeScaleFactor: phone.fontSizeScaleFactor }),
    getDeviceInfo: () => ({ platform: 'ios', system: 'iOS 17.0' }),
    getMenuButtonBoundingClientRect: () => ({ top: 50, bottom: 82, left: 290, right: 380, width: 90, height: 32 }),
    getLaunchOptionsSync: () => ({ path: '', query: {}, scene: 1001 }),
    getEnterOptionsSync: () => ({ path: '', query: {}, scene: 1001 }),
    canIUse: () => true,
  }
}

export const createWx = (phone: Phone, navigation: Record<string, (options: Options) => void>) => ({
  ...storageOf(phone),
  ...infoOf(phone),
  ...navigation,
  request: (options: Options) => settle(options, () => ask(phone, options)),
  login: (options: Options) => settle(options, async () => ({ code: await phone.loginCode(), errMsg: 'login:ok' })),
  scanCode: (options: Options) =>
    settle(options, async () => {
      if (phone.scanned === null) throw new Error('scanCode:fail cancel')
      return { result: phone.scanned }
    }),
  getNetworkType: (options: Options) => settle(options, async () => ({ networkType: phone.online ? 'wifi' : 'none' })),
  onNetworkStatusChange: () => undefined,
  offNetworkStatusChange: () => undefined,
  onNeedPrivacyAuthorization: () => undefined,
  nextTick: (run: () => void) => setImmediate(run),
  getScreenBrightness: works({ value: 0.5 }),
  setScreenBrightness: works(),
  setKeepScreenOn: works(),
  setClipboardData: works(),
  makePhoneCall: works(),
  requestSubscribeMessage: works(),
  getLocation: works({ latitude: 30, longitude: 120 }),
})
