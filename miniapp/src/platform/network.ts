import Taro from '@tarojs/taro'

/** Calls back with "is there a network" now and whenever it changes. Gives back how to stop. */
export const watchNetwork = (tell: (online: boolean) => void): (() => void) => {
  if (process.env.TARO_ENV === 'h5') {
    const say = () => tell(navigator.onLine)
    say()
    window.addEventListener('online', say)
    window.addEventListener('offline', say)
    return () => {
      window.removeEventListener('online', say)
      window.removeEventListener('offline', say)
    }
  }
  const changed = ({ isConnected }: { isConnected: boolean }) => tell(isConnected)
  void Taro.getNetworkType()
    .then(({ networkType }) => tell(networkType !== 'none'))
    .catch(() => undefined)
  Taro.onNetworkStatusChange(changed)
  return () => Taro.offNetworkStatusChange(changed)
}
