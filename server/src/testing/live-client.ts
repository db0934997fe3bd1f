/** A phone's socket, in tests: what it heard, in order, and how it was closed. */
import { setTimeout as sleep } from 'node:timers/promises'
import { WebSocket } from 'ws'
import { type LiveMessage, type LiveRequest, livePath } from 'shared/live/contract'

export interface LiveClientOptions {
  /** The page's origin; a program that is no browser has none. */
  origin?: string
  headers?: Record<string, string>
}

/** Waits until `find` gives something. @throws after `ms` with what was there instead */
const until = async <T>(find: () => T | undefined, ms: number, instead: () => unknown): Promise<T> => {
  for (const end = Date.now() + ms; ; await sleep(5)) {
    const found = find()
    if (found !== undefined) return found
    if (Date.now() > end) throw new Error(`Waited ${ms} ms in vain; there was ${JSON.stringify(instead())}`)
  }
}

/** `base` as a TestServer's. @throws when the server refuses the socket: `Unexpected server response: 403` */
export const openLive = async (base: string, { origin, headers }: LiveClientOptions = {}) => {
  const ws = new WebSocket(base.replace(/^http/, 'ws') + livePath, { origin, headers })
  const heard: LiveMessage[] = []
  let closedBy: number | undefined
  ws.on('message', data => heard.push(JSON.parse(String(data)) as LiveMessage))
  ws.on('close', code => (closedBy = code))
  await new Promise<void>((resolve, reject) => ws.once('open', resolve).once('error', reject))
  ws.on('error', () => undefined)
  const say = (message: LiveRequest): void => ws.send(JSON.stringify(message))
  let taken = 0

  return {
    ws,
    /** Everything so far. */
    heard,
    say,
    /** Whatever a wrong phone would send. */
    sayRaw: (data: string | Buffer): void => ws.send(data),
    /** The next message that was not taken yet. */
    next: (ms = 5_000): Promise<LiveMessage> =>
      until(
        () => heard[taken],
        ms,
        () => heard,
      ).then(message => {
        taken++
        return message
      }),
    /** What else is heard within a while: nothing, where nothing may be heard. */
    async rest(ms = 300): Promise<LiveMessage[]> {
      await sleep(ms)
      return heard.slice(taken)
    },
    /** By which code it was closed. */
    closed: (ms = 5_000): Promise<number> =>
      until(
        () => closedBy,
        ms,
        () => heard,
      ),
    close: (): void => ws.close(),
    cut: (): void => ws.terminate(),
  }
}
export type LiveClient = Awaited<ReturnType<typeof openLive>>

/** A socket that is signed in already. */
export const signedInLive = async (
  base: string,
  { accessToken }: { accessToken: string },
  options?: LiveClientOptions,
): Promise<LiveClient> => {
  const phone = await openLive(base, options)
  phone.say({ type: 'sign_in', token: accessToken })
  const first = await phone.next()
  if (first.type !== 'signed_in') throw new Error(`The socket was not signed in: ${JSON.stringify(first)}`)
  return phone
}

/**
 * Says it again until what was decided a moment ago has come round to the socket (some 5 s at most): until it hears it,
 * or hears it no longer.
 */
const again = async (phone: LiveClient, say: () => void, hears: boolean): Promise<LiveMessage[]> => {
  for (let tries = 1; ; tries++) {
    const before = await phone.rest(0)
    say()
    const heard = (await phone.rest()).slice(before.length)
    if (heard.length > 0 === hears || tries === 16) return heard
  }
}
export const untilHeard = (phone: LiveClient, say: () => void) => again(phone, say, true)
/** @returns empty once it hears nothing */
export const untilSilent = (phone: LiveClient, say: () => void) => again(phone, say, false)
