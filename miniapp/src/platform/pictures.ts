import Taro from '@tarojs/taro'

/**
 * Paths of pictures that the person took or picked; none when they closed it. WeChat makes them smaller already, which
 * a village's network is glad of.
 */
export const choosePictures = async (atMost: number): Promise<string[]> => {
  try {
    if (process.env.TARO_ENV === 'h5') {
      return (await Taro.chooseImage({ count: atMost, sourceType: ['album', 'camera'] })).tempFilePaths
    }
    const { tempFiles } = await Taro.chooseMedia({ count: atMost, mediaType: ['image'], sizeType: ['compressed'] })
    return tempFiles.map(file => file.tempFilePath)
  } catch {
    return []
  }
}

/** Shows pictures over the whole screen, beginning with one. */
export const showPictures = (urls: string[], first: string): void => {
  void Taro.previewImage({ urls, current: first })
}
