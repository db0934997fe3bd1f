import Taro from '@tarojs/taro'

/** Calls back whenever the app comes to the front again: WeChat stops it in the background, and its sockets with it. */
export const onShown = (tell: () => void): void => {
  if (process.env.TARO_ENV === 'h5') {
    document.addEventListener('visibilitychange', () => {
      if (document.visibilityState === 'visible') tell()
    })
    return
  }
  Taro.onAppShow(tell)
}
