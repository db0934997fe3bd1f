/**
 * Live sockets: they say that there is something new, HTTP says what. Best effort throughout: whatever is lost here, a
 * phone finds out when it asks.
 */
import type { Server } from 'node:http'
import type { Registry } from 'prom-client'
import type { Logger } from 'pino'
import type { LiveEvent } from 'shared/live/contract'
import type { Clock } from '../clock'
import type { Config } from '../config'
import { createHub } from './hub'
import type { Recipient } from './recipient'
import { type LiveParts, serveSockets } from './serve'

export type { AudienceOf } from './listen'
export type { Recipient } from './recipient'

/** What the modules see. To be called after the commit; never awaited, never throws. */
export interface Live {
  /** Tells whoever of them has a socket open, at any process. */
  publish(to: Recipient[], event: LiveEvent): void
  /** Something ended or began for these accounts (a session, a position, a working period): their sockets follow at once. */
  recheck(accountIds: string[]): void
}

export interface LiveServer extends Live {
  /** Takes sockets on this server from now on. */
  serve(server: Server, parts: LiveParts): void
  register(registry: Registry): void
  /** Takes no more sockets and sends the phones away; what is published still reaches other processes. */
  sendAway(): Promise<void>
  /** Tells and hears no more. */
  stop(): void
}

export const createLive = async (config: Config, clock: Clock, log: Logger): Promise<LiveServer> => {
  const hub = await createHub(config, clock, log)
  let sendAway = async (): Promise<void> => {}
  return {
    publish: hub.publish,
    recheck: hub.recheck,
    serve: (server, parts) => void (sendAway = serveSockets(hub, server, parts, { config, clock, log })),
    register: hub.metrics.register,
    sendAway: () => sendAway(),
    stop: hub.stop,
  }
}
