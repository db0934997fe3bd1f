import Taro from '@tarojs/taro'

export interface Playing {
  stop: () => void
}

let playing: Playing | null = null

/** Plays one sound; another that plays is stopped. `ended` is called once: over, stopped, or (false) not playable. */
export const playSound = (url: string, ended: (well: boolean) => void): Playing => {
  playing?.stop()
  const audio = Taro.createInnerAudioContext()
  let over = false
  const end = (well: boolean) => {
    if (over) return
    over = true
    playing = null
    audio.destroy()
    ended(well)
  }
  audio.onEnded(() => end(true))
  audio.onError(() => end(false))
  audio.src = url
  audio.play()
  playing = {
    stop: () => {
      audio.stop()
      end(true)
    },
  }
  return playing
}
