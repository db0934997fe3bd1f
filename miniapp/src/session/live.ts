/**
 * 实时通知: one socket for the whole app while a page listens. It only says that there is something new; pages that ask
 * from time to time miss nothing without it.
 */
import { create } from 'zustand'
import { LiveMessage, type LiveEvent, type LiveRequest, liveClose } from 'shared/live/contract'
import { onShown } from '../platform/shown'
import { openSocket, type Wire } from '../platform/socket'
import { accessToken, useSession } from './tokens'
import { useNetwork } from './network'

export type Heard = LiveEvent | { type: 'missed' }

/** Whether events arrive now; pages ask more often while they do not. */
export const useLive = create<{ on: boolean }>(() => ({ on: false }))

const listeners = new Set<(event: Heard) => void>()
/** A page that leaves for another that listens too does not cost a new connection. */
const lingerMs = 5_000
const pingEvery = 25_000
const answerWithin = 10_000
const waits = [1_000, 2_000, 5_000, 10_000, 30_000]
const renewBefore = 20_000

let wire: Wire | null = null
let failures = 0
const timers: Record<'again' | 'linger' | 'ping' | 'silent' | 'renew', ReturnType<typeof setTimeout> | undefined> = {
  again: undefined,
  linger: undefined,
  ping: undefined,
  silent: undefined,
  renew: undefined,
}
const later = (name: keyof typeof timers, ms: number, run: () => void): void => {
  clearTimeout(timers[name])
  timers[name] = setTimeout(run, ms)
}
const tell = (event: Heard): void => listeners.forEach(hear => hear(event))
const say = (request: LiveRequest): void => wire?.say(JSON.stringify(request))

/** The token said last, and the one that the server refused: not to be said again. */
let said: string | null = null
let spent: string | null = null

const signIn = async (): Promise<void> => {
  const to = wire
  try {
    const token = await accessToken(spent)
    if (wire !== to) return
    said = token
    say({ type: 'sign_in', token })
  } catch {
    // Signed out, or no network: the pages say so; the socket is let go.
    if (wire === to) leave()
  }
}

/** A wire that was cut quietly (a lift, a valley) is noticed by a ping that nobody answers. */
const listenForLife = (): void => {
  clearTimeout(timers.silent)
  later('ping', pingEvery, () => {
    say({ type: 'ping' })
    later('silent', answerWithin, () => {
      leave()
      connectLater()
    })
  })
}

const take = (message: LiveMessage): void => {
  if (message.type === 'pong') return
  if (message.type === 'signed_in') {
    failures = 0
    useLive.setState({ on: true })
    later('renew', Math.max(1_000, Date.parse(message.expiresAt) - Date.now() - renewBefore), () => void signIn())
    // Whatever happened while nobody listened.
    tell({ type: 'missed' })
    return
  }
  if (message.type === 'signed_out') spent = said
  else tell(message)
}

const heard = (text: string): void => {
  listenForLife()
  const read = parsed(text)
  if (read) take(read)
}
const parsed = (text: string): LiveMessage | null => {
  try {
    const read = LiveMessage.safeParse(JSON.parse(text))
    return read.success ? read.data : null
  } catch {
    return null
  }
}

/** Not by itself: it would only be closed again, or take the place of another page of this account. */
const waitsForAPage: readonly number[] = [liveClose.notUnderstood, liveClose.replaced]

const closed = (code: number): void => {
  letGo()
  if (!waitsForAPage.includes(code)) connectLater()
}

const letGo = (): void => {
  wire = null
  useLive.setState({ on: false })
  for (const name of ['ping', 'silent', 'renew'] as const) clearTimeout(timers[name])
}

const leave = (): void => {
  const gone = wire
  letGo()
  gone?.close()
}

const connectLater = (): void => {
  if (listeners.size === 0) return
  const wait = waits[Math.min(failures, waits.length - 1)] ?? 0
  failures += 1
  // Spread out, so that a server that comes back is not met by everybody at once.
  later('again', wait * (0.5 + Math.random()), connect)
}

const connect = (): void => {
  clearTimeout(timers.again)
  if (wire || listeners.size === 0 || !useSession.getState().signedIn) return
  const mine: Wire = openSocket({
    opened: () => wire === mine && void signIn(),
    heard: text => wire === mine && heard(text),
    closed: code => wire === mine && closed(code),
  })
  wire = mine
  // One that never opens is as good as closed.
  later('silent', answerWithin, () => {
    leave()
    connectLater()
  })
}

const now = (): void => {
  failures = 0
  connect()
}
onShown(now)
useNetwork.subscribe(({ online }, before) => online && !before.online && now())
useSession.subscribe(({ signedIn }) => (signedIn ? now() : leave()))

/** Calls back with each event, and `missed` when something may have been lost. @returns how to stop */
export const listen = (hear: (event: Heard) => void): (() => void) => {
  listeners.add(hear)
  clearTimeout(timers.linger)
  connect()
  return () => {
    listeners.delete(hear)
    if (listeners.size === 0) later('linger', lingerMs, () => listeners.size === 0 && leave())
  }
}

/** I am writing; said to nobody while the server does not know yet who is there. */
export const sayTyping = (consultationId: string, as: 'resident' | 'doctor'): void => {
  if (useLive.getState().on) say({ type: 'typing', consultationId, as })
}
