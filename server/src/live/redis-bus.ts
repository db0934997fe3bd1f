/** The bus over Redis' publish and subscribe: nothing is kept there, so an empty new Redis will do as well. */
import { randomUUID } from 'node:crypto'
import type { createClient } from '@redis/client'
import type { Logger } from 'pino'
import { type Bus, type BusEars, BusMessage } from './bus'

const backoffMs = (retries: number): number => Math.min(100 * 2 ** retries, 3_000) * (0.5 + Math.random() / 2)

const newClient = (create: typeof createClient, url: string) =>
  create({
    url,
    // Older and compatible servers do not know version 3, and nothing of it is needed.
    RESP: 2,
    // What cannot be said now is worth nothing later.
    disableOfflineQueue: true,
    commandsQueueMaxLength: 10_000,
    pingInterval: 5_000,
    socket: { reconnectStrategy: backoffMs, connectTimeout: 5_000, socketTimeout: 15_000 },
  })

/** One line when Redis is lost and one when it is back, not one for each attempt. */
const createState = (log: Logger, missed: () => void) => {
  let state: 'new' | 'connected' | 'lost' = 'new'
  return {
    isConnected: () => state === 'connected',
    lost(error: Error): void {
      if (state === 'lost') return
      state = 'lost'
      const what = 'Redis is not reachable: until it is back, the sockets of other processes are not told'
      log.warn({ reason: error.message }, what)
    },
    back(): void {
      if (state === 'connected') return
      const late = state === 'lost'
      state = 'connected'
      log.info('Redis is connected: the processes tell each other')
      if (late) missed()
    },
  }
}

const read = (text: string): { from?: unknown; message?: BusMessage } => {
  try {
    const { from, ...said } = JSON.parse(text) as { from?: unknown }
    return { from, message: BusMessage.safeParse(said).data }
  } catch {
    return {}
  }
}

/** Waits for no connection and never throws: a Redis that cannot be reached is tried again and again. */
export const createRedisBus = async (
  { url, channel }: { url: string; channel: string },
  log: Logger,
  { heard, missed }: BusEars,
): Promise<Bus> => {
  const self = randomUUID()
  // A sixth of all that a server would load, and only counties with several processes need it.
  const redis = await import('@redis/client')
  // A connection that listens can say nothing else.
  const [speaker, listener] = [newClient(redis.createClient, url), newClient(redis.createClient, url)]
  const state = createState(log, missed)
  const hear = (text: string) => {
    const { from, message } = read(text)
    if (from === self) return
    if (message) heard(message)
    else log.warn('A message of another process was not understood: does it run another version?')
  }
  let subscribed = false
  const settle = () => {
    if (subscribed && speaker.isReady && listener.isReady) state.back()
  }
  // Once made, the subscription is renewed by the client at each new connection, before it is ready.
  const subscribe = () => listener.subscribe(channel, hear).then(() => void (subscribed = true))
  speaker.on('error', state.lost).on('ready', settle)
  listener
    .on('error', state.lost)
    .on('ready', () => void (subscribed ? Promise.resolve() : subscribe()).then(settle, state.lost))
  // They end by `stop` alone, which is no news.
  for (const client of [speaker, listener]) client.connect().catch(() => undefined)
  return {
    tell(message) {
      if (speaker.isReady) speaker.publish(channel, JSON.stringify({ from: self, ...message })).catch(() => undefined)
    },
    connected: state.isConnected,
    stop() {
      for (const client of [speaker, listener]) client.destroy()
    },
  }
}
