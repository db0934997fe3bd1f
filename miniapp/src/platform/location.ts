import Taro from '@tarojs/taro'

export interface Place {
  latitude: number
  longitude: number
}

/** Where the person is, GCJ-02 in WeChat; null when they don't allow it or it is not known. Ask only from a tap. */
export const whereAmI = async (): Promise<Place | null> => {
  try {
    const { latitude, longitude } = await Taro.getLocation({
      type: process.env.TARO_ENV === 'weapp' ? 'gcj02' : 'wgs84',
    })
    return { latitude, longitude }
  } catch {
    return null
  }
}

/** Opens the map on the way to a place. */
export const showTheWay = async (place: Place & { name: string; address: string }): Promise<void> => {
  if (process.env.TARO_ENV === 'weapp') await Taro.openLocation({ ...place, scale: 16 }).catch(() => undefined)
  else window.open(`geo:${place.latitude},${place.longitude}?q=${encodeURIComponent(place.address)}`, '_self')
}
