import Taro from '@tarojs/taro'

let changeOver: (() => void) | null = null

/** WeChat fetches a new version by itself after the app started; from then on one may change over to it. */
export const followAppUpdates = (): void => {
  if (process.env.TARO_ENV === 'h5') return
  const manager = Taro.getUpdateManager()
  manager.onUpdateReady(() => {
    changeOver = () => manager.applyUpdate()
  })
}

/** Restarts with the newest version, in a browser by a reload; @returns false while WeChat has not fetched it yet. */
export const updateApp = (): boolean => {
  if (process.env.TARO_ENV === 'h5') window.location.reload()
  else changeOver?.()
  return process.env.TARO_ENV === 'h5' || changeOver !== null
}
