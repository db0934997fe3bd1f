import Taro from '@tarojs/taro'

/** Full brightness and no sleeping while a code is held to a scanner; call what it gives back when done. H5: nothing. */
export const brighten = async (): Promise<() => void> => {
  if (process.env.TARO_ENV !== 'weapp') return () => undefined
  try {
    const { value } = await Taro.getScreenBrightness()
    await Promise.all([Taro.setScreenBrightness({ value: 1 }), Taro.setKeepScreenOn({ keepScreenOn: true })])
    return () => {
      void Taro.setScreenBrightness({ value }).catch(() => undefined)
      void Taro.setKeepScreenOn({ keepScreenOn: false }).catch(() => undefined)
    }
  } catch {
    return () => undefined
  }
}

/** How much larger than standard (17 px in WeChat, 16 px in a browser) the person has set text: 1 = standard. */
export const fontFactor = (): number => {
  if (process.env.TARO_ENV === 'h5') {
    return parseFloat(getComputedStyle(document.documentElement).fontSize) / 16 || 1
  }
  try {
    const info = Taro.getAppBaseInfo() as { fontSizeScaleFactor?: number; fontSizeSetting?: number }
    return info.fontSizeScaleFactor ?? (info.fontSizeSetting ? info.fontSizeSetting / 17 : 1)
  } catch {
    return 1
  }
}

/** Tells what lies outside our pages, the browser build's tab bar and title, about the page in front. */
export const markDocument = (title: string, elder: boolean): void => {
  if (process.env.TARO_ENV !== 'h5') return
  document.title = title
  document.documentElement.classList.toggle('elder', elder)
}
