import { useEffect, useRef, useState } from 'react'
import { Text, View } from '@tarojs/components'
import { openPermissions } from '../../platform/picture'
import { startRecording, type Recorder, type Recording, type RecorderTrouble } from '../../platform/recorder'
import { Button } from '../../ui/button'
import { Icon } from '../../ui/icon'
import { Sheet } from '../../ui/sheet'

export const soundSecondsAtMost = 60

const troubles: Record<RecorderTrouble, string> = {
  denied: '没有使用话筒的许可。请在设置里允许，或者打字说。',
  failed: '这部手机现在录不了音，请打字说。',
}

interface Props {
  onDone: (recording: Recording) => void
  onClose: () => void
}

/** Tap to begin, tap to send: nobody has to hold a button down while speaking. */
export const RecordSound = ({ onDone, onClose }: Props) => {
  const recorder = useRef<Recorder | null>(null)
  const [began, setBegan] = useState(0)
  const [now, setNow] = useState(0)
  const [trouble, setTrouble] = useState<RecorderTrouble | null>(null)
  useEffect(() => () => recorder.current?.drop(), [])
  useEffect(() => {
    if (!began) return undefined
    const timer = setInterval(() => setNow(Date.now()), 500)
    return () => clearInterval(timer)
  }, [began])

  const begin = () => {
    setTrouble(null)
    recorder.current = startRecording(soundSecondsAtMost, {
      started: () => {
        setBegan(Date.now())
        setNow(Date.now())
      },
      done: recording => {
        recorder.current = null
        if (recording) onDone(recording)
      },
      trouble: what => {
        setBegan(0)
        setTrouble(what)
      },
    })
  }
  const left = Math.max(0, soundSecondsAtMost - Math.floor((now - began) / 1000))
  return (
    <Sheet
      title={began ? '请说话' : '说给医生听'}
      onClose={() => {
        recorder.current?.drop()
        onClose()
      }}
    >
      {began ? (
        <View className="record-now">
          <Icon name="microphone" big />
          <Text className="big number">{`还能说 ${left} 秒`}</Text>
        </View>
      ) : (
        <Text className="quiet">{`点“开始录音”后对着手机说话，最长 ${soundSecondsAtMost} 秒，说完点“说完了，发送”。`}</Text>
      )}
      {trouble ? <Text className="danger">{troubles[trouble]}</Text> : null}
      {began ? (
        <Button kind="main" icon="sent" onTap={() => recorder.current?.stop()}>
          说完了，发送
        </Button>
      ) : (
        <Button kind="main" icon="microphone" onTap={begin}>
          开始录音
        </Button>
      )}
      {trouble === 'denied' && process.env.TARO_ENV === 'weapp' ? (
        <Button onTap={() => void openPermissions()}>去设置里允许</Button>
      ) : null}
    </Sheet>
  )
}
