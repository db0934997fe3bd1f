import Taro from '@tarojs/taro'

/*
 * In a browser there is no WeChat: the page leaves for the sandbox's, which sends the person back to this very address
 * with a code. Promises of leaving never settle, since this page is gone.
 */
const leaveFor = (page: 'personas' | 'phone'): Promise<never> => {
  const { pathname, search } = window.location
  window.location.assign(`/sandbox/wechat/${page}?redirect=${encodeURIComponent(pathname + search)}`)
  return new Promise(() => undefined)
}

/** A code of wx.login, good once. @throws what WeChat says when it fails */
export const loginCode = async (): Promise<string> =>
  process.env.TARO_ENV === 'weapp' ? (await Taro.login()).code : leaveFor('personas')

/**
 * A code without asking anybody: WeChat gives it for whoever is signed in to WeChat on this phone. Null in a browser,
 * where nobody can be asked quietly, and when WeChat gives none.
 */
export const quietLoginCode = async (): Promise<string | null> => {
  if (process.env.TARO_ENV !== 'weapp') return null
  try {
    return (await Taro.login()).code
  } catch {
    return null
  }
}

/** The browser's side of WeChat's phone button; in WeChat the button itself gives the code. */
export const leaveForPhoneCode = (): void => {
  if (process.env.TARO_ENV === 'h5') void leaveFor('phone')
}

/** What the sandbox put into the address, taken out of it at once: reloading or going back must not use a code again. */
export const takeFromAddress = (name: 'code' | 'phoneCode' | 'payResult'): string | null => {
  if (process.env.TARO_ENV !== 'h5') return null
  const address = new URL(window.location.href)
  const value = address.searchParams.get(name)
  ;[name, 'phoneDenied'].forEach(spent => address.searchParams.delete(spent))
  window.history.replaceState(window.history.state, '', address.toString())
  return value
}
