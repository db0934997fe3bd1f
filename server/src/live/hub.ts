/** Tells events to the sockets of this process and, by the bus, to the other processes. */
import { createHash } from 'node:crypto'
import type { Logger } from 'pino'
import type { LiveEvent } from 'shared/live/contract'
import type { Clock } from '../clock'
import type { Config } from '../config'
import { type BusMessage, noBus } from './bus'
import { say, sayText } from './connection'
import { createLiveMetrics } from './metrics'
import type { Recipient } from './recipient'
import { createRedisBus } from './redis-bus'
import { createSockets } from './sockets'

/** Programs with the same keys are one system; another one on the same Redis has a channel of its own. */
const channelOf = ({ INDEX_KEY }: Config): string =>
  `county-health:live:${createHash('sha256').update(`live ${INDEX_KEY}`).digest('hex').slice(0, 16)}`

export const createHub = async (config: Config, clock: Clock, log: Logger) => {
  const sockets = createSockets(clock, 3_000 * config.LIVE_RECHECK_SECONDS)
  let revocations = 0
  /** Given when the server opens: without sockets there is nobody to look at. */
  let look: (accountIds: readonly string[] | 'all') => void = () => undefined

  const publishHere = (to: Recipient[], event: LiveEvent): void => {
    const text = JSON.stringify(event)
    const sent = [...sockets.of(to)].filter(connection => sayText(connection, text)).length
    if (sent) metrics.sent(event.type, sent)
  }
  const recheckHere = (accountIds: string[] | 'all'): void => {
    revocations++
    look(accountIds)
  }
  const heard = (message: BusMessage): void =>
    'event' in message ? publishHere(message.to, message.event) : recheckHere(message.recheck)
  /** Sign-outs at other processes were missed as well as events. */
  const missed = (): void => {
    recheckHere('all')
    for (const connection of sockets.all) if (connection.signedIn) say(connection, { type: 'missed' })
  }
  const bus = config.REDIS_URL
    ? await createRedisBus({ url: config.REDIS_URL, channel: channelOf(config) }, log, { heard, missed })
    : noBus
  const metrics = createLiveMetrics(sockets, bus)

  return {
    sockets,
    metrics,
    revocations: () => revocations,
    lookBy: (how: typeof look) => void (look = how),
    publish(to: Recipient[], event: LiveEvent): void {
      publishHere(to, event)
      bus.tell({ to, event })
    },
    recheck(accountIds: string[]): void {
      recheckHere(accountIds)
      bus.tell({ recheck: accountIds })
    },
    stop: bus.stop,
  }
}
export type Hub = Awaited<ReturnType<typeof createHub>>
