import { useEffect, useRef, useState } from 'react'
import { Text } from '@tarojs/components'
import { playSound, type Playing } from '../../platform/sound'
import { Icon } from '../../ui/icon'
import { say } from '../../ui/overlays'
import { Tap } from '../../ui/tap'

/** A piece of sound: a tap plays it, another stops it. */
export const SoundBar = ({ url, seconds }: { url: string; seconds: number }) => {
  const [on, setOn] = useState(false)
  const playing = useRef<Playing | null>(null)
  useEffect(() => () => playing.current?.stop(), [])
  const toggle = () => {
    if (on) return playing.current?.stop()
    setOn(true)
    playing.current = playSound(url, well => {
      setOn(false)
      if (!well) say('这段语音现在放不出来，请回到上一页再进来试试。')
    })
  }
  return (
    <Tap className="sound-bar" label={`语音 ${seconds} 秒`} onTap={toggle}>
      <Icon name={on ? 'stop' : 'play'} />
      <Text>{on ? '正在播放，点一下停' : `语音 ${seconds} 秒，点一下听`}</Text>
    </Tap>
  )
}
