import Taro from '@tarojs/taro'
import { recordingType } from './recording-type'

export interface Recording {
  /** Of the file, as uploads take it. */
  path: string
  seconds: number
}
/** `denied`: no leave to use the microphone; `failed`: there is none, or it broke off. */
export type RecorderTrouble = 'denied' | 'failed'

/** A recording that goes on until `stop` or the time is over; `done` is called once, with null when it was dropped. */
export interface Recorder {
  stop: () => void
  drop: () => void
}
export interface RecorderEars {
  started: () => void
  done: (recording: Recording | null) => void
  trouble: (what: RecorderTrouble) => void
}

const inWechat = (maxSeconds: number, { started, done, trouble }: RecorderEars): Recorder => {
  const manager = Taro.getRecorderManager()
  let dropped = false
  manager.onStart(started)
  manager.onStop(({ tempFilePath, duration }) =>
    done(dropped ? null : { path: tempFilePath, seconds: Math.ceil(duration / 1000) }),
  )
  manager.onError(({ errMsg }) => trouble(/auth|deny|permission/i.test(errMsg) ? 'denied' : 'failed'))
  manager.start({
    duration: maxSeconds * 1000,
    format: 'mp3',
    sampleRate: 16_000,
    encodeBitRate: 48_000,
    numberOfChannels: 1,
  })
  return {
    stop: () => manager.stop(),
    drop: () => {
      dropped = true
      manager.stop()
    },
  }
}

const inBrowser = (maxSeconds: number, { started, done, trouble }: RecorderEars): Recorder => {
  let media: MediaRecorder | null = null
  let left: 'stop' | 'drop' | null = null
  const leave = (how: 'stop' | 'drop') => {
    left ??= how
    if (media?.state === 'recording') media.stop()
  }
  const record = (stream: MediaStream) => {
    const began = Date.now()
    const parts: Blob[] = []
    const timer = setTimeout(() => leave('stop'), maxSeconds * 1000)
    media = new MediaRecorder(stream, { mimeType: recordingType(type => MediaRecorder.isTypeSupported(type)) })
    media.ondataavailable = ({ data }) => parts.push(data)
    media.onstop = () => {
      clearTimeout(timer)
      stream.getTracks().forEach(track => track.stop())
      if (left === 'drop') return done(null)
      const blob = new Blob(parts, { type: media?.mimeType ?? '' })
      done({ path: URL.createObjectURL(blob), seconds: Math.ceil((Date.now() - began) / 1000) })
    }
    media.start()
    if (left) media.stop()
    else started()
  }
  // Browsers hide the microphone from pages that came by plain http.
  if (!navigator.mediaDevices) trouble('failed')
  else
    navigator.mediaDevices
      .getUserMedia({ audio: true })
      .then(record)
      .catch((error: Error) => trouble(error.name === 'NotAllowedError' ? 'denied' : 'failed'))
  return { stop: () => leave('stop'), drop: () => leave('drop') }
}

/** Begins to record; ends by itself after so many seconds. Called in a tap: the phone asks for leave then. */
export const startRecording = process.env.TARO_ENV === 'weapp' ? inWechat : inBrowser
