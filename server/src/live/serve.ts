/** The open sockets of a server from their first moment to their last. */
import type { Server } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Logger } from 'pino'
import type { WebSocket } from 'ws'
import { liveClose } from 'shared/live/contract'
import type { Clock } from '../clock'
import type { Config } from '../config'
import type { Session } from '../modules/identity'
import { type Connection, leave, openConnection, signOut } from './connection'
import type { Hub } from './hub'
import { type Answers, listenTo } from './listen'
import { createRecheck } from './recheck'
import { openDoor } from './upgrade'

export interface LiveParts extends Answers {
  /** Those of the sessions that still live. */
  sessionsNow(sessionIds: string[]): Promise<Map<string, Session>>
  /** Whether that address may ask now. */
  admits(address: string): Promise<boolean>
}

const closeNames = new Map<number, keyof typeof liveClose>(
  Object.entries(liveClose).map(([name, code]) => [code, name as keyof typeof liveClose]),
)

/** How long phones may take to close when the server stops. */
const goodbyeMs = 2_000
const tickMs = 500

/** Ends those who never said a word, and those whose token ended. A sign-in that this server is slow to answer is neither. */
const endLate = ({ sockets }: Hub, connection: Connection, config: Config, now: Date): void => {
  const { signedIn, openedAt, said } = connection
  const silent = !said.count && performance.now() - openedAt > config.LIVE_SIGN_IN_SECONDS * 1000
  if (silent) return leave(connection, 'signedOut')
  if (!signedIn || signedIn.expiresAt > now) return
  sockets.forget(connection)
  signOut(connection, 'token_expired')
}

/** A phone that lost its network says nothing: it is cut, and finds out by itself at its end. */
const beat = (connection: Connection): void => {
  if (!connection.alive) return connection.ws.terminate()
  connection.alive = false
  connection.ws.ping()
}

const sendAway = async (all: Set<Connection>): Promise<void> => {
  for (const connection of all) leave(connection, 'leaving')
  for (const end = Date.now() + goodbyeMs; all.size && Date.now() < end;) await sleep(20)
  for (const { ws } of all) ws.terminate()
}

/** @returns what stops: sends the phones to another process, or to come again, and waits until they have gone */
export const serveSockets = (
  hub: Hub,
  server: Server,
  { admits, sessionsNow, ...answers }: LiveParts,
  { config, clock, log }: { config: Config; clock: Clock; log: Logger },
): (() => Promise<void>) => {
  const { sockets, metrics } = hub
  let closed = false
  const recheck = createRecheck(sockets, sessionsNow, error => log.warn({ err: error }, 'live sockets not rechecked'))
  hub.lookBy(recheck)
  const opened = (ws: WebSocket): void => {
    const connection = openConnection(ws)
    sockets.all.add(connection)
    ws.on('close', code => {
      sockets.forget(connection)
      sockets.all.delete(connection)
      metrics.closed(closeNames.get(code) ?? 'phone')
    })
    listenTo({ config, clock, log, hub, ...answers }, connection)
  }
  openDoor(server, { config, admits, opened, isClosed: () => closed })
  const timers = [
    setInterval(() => sockets.all.forEach(c => endLate(hub, c, config, clock.now())), tickMs),
    setInterval(() => sockets.all.forEach(beat), config.LIVE_HEARTBEAT_SECONDS * 1000),
    setInterval(() => recheck('all'), config.LIVE_RECHECK_SECONDS * 1000),
  ]
  for (const timer of timers) timer.unref()
  return () => {
    closed = true
    for (const timer of timers) clearInterval(timer)
    return sendAway(sockets.all)
  }
}
