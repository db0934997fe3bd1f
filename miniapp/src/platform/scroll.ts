import Taro from '@tarojs/taro'

/** Farther than any page is long. */
const end = 1_000_000

/** To the newest of what is shown below. */
export const scrollToEnd = (): void => {
  void Taro.pageScrollTo({ scrollTop: end, duration: 0 })
}
