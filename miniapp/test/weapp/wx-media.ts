/** What the built mini-program takes, sends up, hears and shows besides words: WeChat's sockets, files, sound, pictures. */
import { WebSocket } from 'ws'
import { privacyAgreed } from './wx-privacy'
import { type Options, exchange, note, settle, works } from './wx-request'
import type { Phone } from './phone'

/** As WeChat hands it to the page: its ears are set after it was opened. */
const taskOf = (phone: Phone, socket: WebSocket) => {
  phone.wires.add(socket)
  socket.on('close', () => phone.wires.delete(socket))
  return {
    onOpen: (tell: () => void) => void socket.on('open', tell),
    onMessage: (tell: (message: { data: string }) => void) =>
      void socket.on('message', data => tell({ data: (data as Buffer).toString() })),
    onClose: (tell: (close: { code: number; reason: string }) => void) =>
      void socket.on('close', (code, reason) => tell({ code, reason: reason.toString() })),
    onError: (tell: (error: { errMsg: string }) => void) =>
      void socket.on('error', ({ message }) => tell({ errMsg: message })),
    send: ({ data, fail }: { data: string; fail?: (error: object) => void }) => {
      if (socket.readyState === WebSocket.OPEN) socket.send(data)
      else fail?.({ errMsg: 'sendSocketMessage:fail:SocketTask.readyState is not OPEN' })
    },
    close: () => socket.close(),
  }
}

const connectSocket = (phone: Phone) => (options: Options) => {
  if (!phone.online || !phone.sockets) {
    settle(options, () => Promise.reject(new Error('connectSocket:fail')))
    return undefined
  }
  const path = String(options.url).replace(/^wss?:\/\/[^/]+/, '')
  const socket = new WebSocket(phone.server.replace(/^http/, 'ws') + path)
  socket.on('error', () => undefined)
  settle(options, async () => ({ errMsg: 'connectSocket:ok' }))
  return taskOf(phone, socket)
}

const upload = async (phone: Phone, options: Options): Promise<object> => {
  const asked = note(phone, { ...options, method: 'POST' })
  const form = new FormData()
  for (const [name, value] of Object.entries(options.formData as Record<string, string>)) form.append(name, value)
  const bytes = phone.files.get(String(options.filePath)) ?? new Uint8Array()
  form.append(String(options.name), new Blob([new Uint8Array(bytes)]), 'tmp.jpg')
  const answer = await exchange(phone, asked, form).finally(() => (asked.done = true))
  // WeChat leaves it a text, whatever it is.
  return { ...answer, data: JSON.stringify((answer as { data: unknown }).data) }
}

/** Gives a file that was just taken a path of WeChat's temporary folder. */
const keep = (phone: Phone, bytes: Uint8Array): string => {
  const path = `wxfile://tmp_${phone.files.size}`
  phone.files.set(path, bytes)
  return path
}

const chooseMedia = async (phone: Phone, options: Options): Promise<object> => {
  await privacyAgreed(phone)
  const picked = phone.picks.splice(0, Number(options.count))
  if (!picked.length) throw new Error('chooseMedia:fail cancel')
  return { tempFiles: picked.map(bytes => ({ tempFilePath: keep(phone, bytes), fileType: 'image' })) }
}

/** One for the whole app, as in WeChat; what it records was put into `phone.spoken`. */
const recorderOf = (phone: Phone) => {
  const ears: Record<'start' | 'stop' | 'error', (of: object) => void> = {
    start: () => undefined,
    stop: () => undefined,
    error: () => undefined,
  }
  const manager = {
    onStart: (tell: () => void) => void (ears.start = tell),
    onStop: (tell: (of: object) => void) => void (ears.stop = tell),
    onError: (tell: (of: object) => void) => void (ears.error = tell),
    start: () => {
      if (phone.spoken) setImmediate(ears.start, {})
      else setImmediate(ears.error, { errMsg: 'operateRecorder:fail auth deny' })
    },
    stop: () => {
      const tempFilePath = keep(phone, phone.spoken ?? new Uint8Array())
      setImmediate(ears.stop, { tempFilePath, duration: 2_000 })
    },
  }
  return () => manager
}

const audio = () => ({
  src: '',
  onEnded: () => undefined,
  onError: () => undefined,
  play: () => undefined,
  stop: () => undefined,
  destroy: () => undefined,
})

export const mediaOf = (phone: Phone) => ({
  connectSocket: connectSocket(phone),
  uploadFile: (options: Options) => settle(options, () => upload(phone, options)),
  // Taro hands this call on as it is: WeChat itself answers by a promise where nobody is to be called back.
  chooseMedia: (options: Options) => chooseMedia(phone, options),
  getRecorderManager: recorderOf(phone),
  createInnerAudioContext: audio,
  previewImage: (options: Options) =>
    settle(options, async () => ({ shown: phone.previewed.push(...(options.urls as string[])) })),
  pageScrollTo: works(),
  onAppShow: () => undefined,
})
