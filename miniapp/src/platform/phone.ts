import Taro from '@tarojs/taro'

/** Calls a number; the system asks once more before it dials. */
export const call = (number: string): void => {
  if (process.env.TARO_ENV === 'weapp') void Taro.makePhoneCall({ phoneNumber: number }).catch(() => undefined)
  else window.location.assign(`tel:${number}`)
}

/** True when the text is on the clipboard. */
export const copy = async (text: string): Promise<boolean> => {
  try {
    await Taro.setClipboardData({ data: text })
    return true
  } catch {
    return false
  }
}

/** A download; browsers only. */
export const giveBlob = (name: string, blob: Blob): void => {
  const url = URL.createObjectURL(blob)
  Object.assign(document.createElement('a'), { href: url, download: name }).click()
  setTimeout(() => URL.revokeObjectURL(url), 10_000)
}

/** Hands a text file to the person: a download in a browser, the clipboard in WeChat (which has no folder of theirs). */
export const giveFile = async (name: string, type: string, text: string): Promise<'file' | 'clipboard' | 'failed'> => {
  if (process.env.TARO_ENV === 'weapp') return (await copy(text)) ? 'clipboard' : 'failed'
  giveBlob(name, new Blob([text], { type: `${type};charset=utf-8` }))
  return 'file'
}
