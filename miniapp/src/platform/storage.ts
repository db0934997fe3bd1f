import Taro from '@tarojs/taro'

/** Small values kept on the phone. A full or broken store loses comfort, never work: failures read as "nothing kept". */
export const read = <T>(key: string): T | null => {
  try {
    const kept: unknown = Taro.getStorageSync(key)
    return kept === '' || kept == null ? null : (kept as T)
  } catch {
    return null
  }
}

export const write = (key: string, value: unknown): void => {
  try {
    Taro.setStorageSync(key, value)
  } catch {
    // Full: the value lives on in memory.
  }
}

export const forget = (key: string): void => {
  try {
    Taro.removeStorageSync(key)
  } catch {
    // Nothing there.
  }
}

/** Forgets every key that begins so. */
export const forgetAll = (prefix: string): void => {
  try {
    Taro.getStorageInfoSync()
      .keys.filter(key => key.startsWith(prefix))
      .forEach(forget)
  } catch {
    // Nothing there.
  }
}
