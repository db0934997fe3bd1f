import type { Phone } from './phone'
import { privacyAgreed } from './wx-privacy'
import { mediaOf } from './wx-media'
import { type Options, ask, settle, works } from './wx-request'

/** One question for at most 3 templates, of one tap. @throws what WeChat then fails with */
const subscribe = async (phone: Phone, templateIds: string[], tapping: boolean): Promise<object> => {
  if (!tapping) throw new Error('requestSubscribeMessage:fail can only be invoked by user TAP gesture.')
  if (templateIds.length > 3) throw new Error('requestSubscribeMessage:fail Templates count out of max bounds')
  phone.prompts.push(templateIds)
  const answers = templateIds.map(id => [id, phone.subscribes(id)] as const)
  const errCode = answers.find(([, answer]) => typeof answer === 'number')?.[1]
  if (errCode) throw Object.assign(new Error('requestSubscribeMessage:fail'), { errCode })
  return { errMsg: 'requestSubscribeMessage:ok', ...Object.fromEntries(answers) }
}

const badgesOf = ({ badges }: Phone) => ({
  setTabBarBadge: (options: Options) =>
    settle(options, async () => ({ set: badges.set(Number(options.index), String(options.text)) })),
  removeTabBarBadge: (options: Options) =>
    settle(options, async () => ({ removed: badges.delete(Number(options.index)) })),
})

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
  ...badgesOf(phone),
  ...navigation,
  ...mediaOf(phone),
  request: (options: Options) => settle(options, () => ask(phone, options)),
  login: (options: Options) => settle(options, async () => ({ code: await phone.loginCode(), errMsg: 'login:ok' })),
  scanCode: (options: Options) =>
    settle(options, async () => {
      await privacyAgreed(phone)
      if (phone.scanned === null) throw new Error('scanCode:fail cancel')
      return { result: phone.scanned }
    }),
  requestPayment: ({ timeStamp, nonceStr, package: prepay, signType, paySign, ...options }: Options) =>
    settle(options, async () => {
      const parameters = { timeStamp, nonceStr, package: prepay, signType, paySign } as Record<string, string>
      const errMsg = `requestPayment:${await phone.pays(parameters)}`
      if (errMsg !== 'requestPayment:ok') throw new Error(errMsg)
      return { errMsg }
    }),
  getNetworkType: (options: Options) => settle(options, async () => ({ networkType: phone.online ? 'wifi' : 'none' })),
  onNetworkStatusChange: (tell: NonNullable<Phone['networkChanged']>) => void (phone.networkChanged = tell),
  offNetworkStatusChange: () => void (phone.networkChanged = null),
  getUpdateManager: () => ({
    onUpdateReady: (tell: () => void) => void (phone.updateReady = tell),
    applyUpdate: () => void (phone.updates += 1),
  }),
  onNeedPrivacyAuthorization: (ask: NonNullable<Phone['askPrivacy']>) => void (phone.askPrivacy = ask),
  nextTick: (run: () => void) => setImmediate(run),
  getScreenBrightness: works({ value: 0.5 }),
  setScreenBrightness: works(),
  setKeepScreenOn: works(),
  setClipboardData: works(),
  makePhoneCall: works(),
  requestSubscribeMessage: (options: Options) => {
    const { tapping } = phone
    settle(options, () => subscribe(phone, options.tmplIds as string[], tapping))
  },
  openSetting: (options: Options) => settle(options, async () => ({ opened: ++phone.settingsOpened })),
  getLocation: (options: Options) =>
    settle(options, async () => {
      await privacyAgreed(phone)
      return { latitude: 30, longitude: 120, errMsg: 'getLocation:ok' }
    }),
})
