import Taro from '@tarojs/taro'
import { livePath } from 'shared/live/contract'
import { origin } from './request'

/** One connection, open or on its way. */
export interface Wire {
  say: (text: string) => void
  close: () => void
}
export interface Ears {
  opened: () => void
  heard: (text: string) => void
  /** Once, whoever closed it and whether it was ever open. */
  closed: (code: number) => void
}

const address = (): string => {
  const base = process.env.TARO_ENV === 'h5' ? window.location.origin : (origin ?? '')
  return base.replace(/^http/, 'ws') + livePath
}

/** What browsers and WeChat call it when no close was said. */
const abnormal = 1006

const once = (run: (code: number) => void): ((code?: number) => void) => {
  let done = false
  return code => {
    if (done) return
    done = true
    run(code ?? abnormal)
  }
}

/** Taro's own stand-in for a browser keeps the server's close code to itself. */
const inBrowser = ({ opened, heard, closed }: Ears): Wire => {
  const socket = new WebSocket(address())
  const end = once(closed)
  socket.onopen = opened
  socket.onmessage = ({ data }) => heard(String(data))
  socket.onclose = ({ code }) => end(code)
  return {
    say: text => {
      if (socket.readyState === WebSocket.OPEN) socket.send(text)
    },
    close: () => socket.close(),
  }
}

const inWechat = ({ opened, heard, closed }: Ears): Wire => {
  const end = once(closed)
  let task: Taro.SocketTask | null = null
  let left = false
  const failed = () => end(abnormal)
  Taro.connectSocket({ url: address(), fail: failed })
    .then(given => {
      if (left) return given.close({})
      task = given
      given.onOpen(opened)
      given.onMessage(({ data }) => heard(String(data)))
      given.onClose(({ code }) => end(code))
      given.onError(failed)
    })
    .catch(failed)
  return {
    say: text => task?.send({ data: text, fail: failed }),
    close: () => {
      left = true
      task?.close({})
    },
  }
}

export const openSocket = process.env.TARO_ENV === 'h5' ? inBrowser : inWechat
