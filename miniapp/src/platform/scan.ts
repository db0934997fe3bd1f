import Taro from '@tarojs/taro'

/** H5 has no camera of WeChat's: pages show a field to type or paste into (or a hand scanner to "type" into). */
export const hasCamera = process.env.TARO_ENV === 'weapp'

/** What the camera read; null when the person closed it. */
export const scan = async (): Promise<string | null> => {
  if (process.env.TARO_ENV !== 'weapp') return null
  try {
    return (await Taro.scanCode({ scanType: ['qrCode', 'barCode'] })).result
  } catch {
    return null
  }
}
