import Taro from '@tarojs/taro'

/**
 * A code of wx.login. In H5 there is no WeChat: the browser leaves for the sandbox's persona page, which sends it back
 * to this very address with `?code=`; the promise then never settles, since this page is gone.
 */
export const loginCode = async (): Promise<string> => {
  if (process.env.TARO_ENV === 'weapp') return (await Taro.login()).code
  const back = new URL(window.location.href)
  back.searchParams.delete('code')
  window.location.assign(`/sandbox/wechat/personas?redirect=${encodeURIComponent(back.toString())}`)
  return new Promise(() => undefined)
}

/** Takes a used code out of the address, so that going back or reloading does not try it again. */
export const dropCodeFromAddress = (): void => {
  if (process.env.TARO_ENV !== 'h5') return
  const address = new URL(window.location.href)
  address.searchParams.delete('code')
  window.history.replaceState(window.history.state, '', address.toString())
}
