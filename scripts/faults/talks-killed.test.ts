/**
 * 200 conversations at once, both ends of each on the phone's own rules, while sockets and requests are cut, apps are
 * killed, and server processes, Redis and the database are killed (`kill -9`): first two processes and Redis, then one
 * process without. Afterwards every message is there exactly once, in order, at both ends and at the county platform, and
 * nobody else has heard anything.
 */
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { type TestServer, startTestServer } from 'server/testing/server'
import { type PrivateRedis, startPrivateRedis } from '../redis/private-redis'
import { freePort } from '../start/free-port'
import { type Process, count, prepareKillable, startProgram, until } from './killable'
import { rowsOf, wrongEnds, wrongNumbers, wronglyKept, wronglyTold } from './talk-aftermath'
import { type Book, createBook } from './talk-book'
import { type Hall, openHall } from './talk-hall'
import { gatherStrangers, letListen } from './talk-strangers'
import { type TalkWorld, createTalkWorld, size } from './talk-world'

let killable: Awaited<ReturnType<typeof prepareKillable>>
let redis: PrivateRedis
/** Holds the sandboxes and makes people; its own HTTP server is not what is tried here. */
let fixtures: TestServer
let environment: Record<string, string>
let world: TalkWorld
/** Everything that was said, in all runs. */
let book: Book

interface Server {
  base: string
  kill(): Promise<void>
  stop(): Promise<void>
}
const servers: Server[] = []
const startServer = async (more: Record<string, string> = {}): Promise<Server> => {
  const port = await freePort()
  const start = () => startProgram(killable.folder, 'server/src/main.ts', port, { ...environment, ...more })
  let running: Process = await start()
  const server = {
    base: `http://127.0.0.1:${port}`,
    async kill() {
      await running.kill()
      running = await start()
    },
    stop: () => running.child.stop(),
  }
  servers.push(server)
  return server
}
const stopServers = (): Promise<unknown> => Promise.all(servers.splice(0).map(server => server.stop()))

const killRedis = async (): Promise<void> => {
  process.kill(redis.pid, 'SIGKILL')
  await redis.exited
  redis = await startPrivateRedis({ folder: join(killable.folder, 'redis'), port: redis.port })
}

beforeAll(async () => {
  killable = await prepareKillable()
  redis = await startPrivateRedis({ folder: join(killable.folder, 'redis') })
  // All phones of this county have one address.
  const own = {
    ...killable.keys,
    REQUESTS_PER_MINUTE: '1000000',
    PUBLIC_REQUESTS_PER_MINUTE: '1000000',
    // Everybody comes at once, in one process with the platform: slow is not down here.
    COUNTY_TIMEOUT_MS: '30000',
  }
  fixtures = await startTestServer({ environment: own, keepData: true })
  const { config } = fixtures.context
  environment = {
    ...own,
    WECHAT_API_URL: config.WECHAT_API_URL,
    WECHAT_APP_ID: config.WECHAT_APP_ID,
    WECHAT_APP_SECRET: config.WECHAT_APP_SECRET,
    COUNTY_FHIR_URL: config.COUNTY_FHIR_URL,
    COUNTY_CLIENT_ID: config.COUNTY_CLIENT_ID!,
    COUNTY_CLIENT_SECRET: config.COUNTY_CLIENT_SECRET!,
    COUNTY_TOKEN_URL: config.COUNTY_TOKEN_URL!,
    ATTACHMENTS_URL: `file:${join(killable.folder, 'attachments')}`,
    // What a killed server had claimed to tell is told by another one after twice this, and no later.
    COUNTY_TIMEOUT_MS: '8000',
  }
  world = await createTalkWorld(fixtures, size)
  book = createBook()
}, 300_000)
afterAll(async () => {
  await stopServers()
  await fixtures?.stop()
  await redis?.stop()
  await killable?.stop()
}, 60_000)

const relayed = async (): Promise<boolean> =>
  (await count(fixtures.db, "SELECT COUNT(*) AS n FROM outbox_event WHERE state = 'waiting'")) === 0

/** Talks while `faults` happen one after another, until everything has settled by itself. */
const inTrouble = async (hall: Hall, messages: number, faults: (() => Promise<void>)[]): Promise<void> => {
  await until('all phones are live', () => Promise.resolve(hall.allLive()))
  const calm = hall.disturb()
  const talking = hall.talk(messages, 4 * faults.length)
  for (const fault of faults) {
    await sleep(2_000)
    await fault()
  }
  await talking
  calm()
}

/** Without faults, from the button to the other end, after all earlier work is done. */
const inPeace = async (hall: Hall, how: string): Promise<void> => {
  await until('all phones are live', () => Promise.resolve(hall.allLive()))
  await until('both ends hold everything', () => Promise.resolve(hall.told()))
  await until('the platform has been told', relayed, 120_000)
  const since = performance.now()
  await hall.talk(size.quietMessages, size.quietSeconds)
  await until('both ends have read everything', () => Promise.resolve(hall.settled()))
  const { messages, seen, answer } = book.figures(since)
  const ms = (figure: number) => `${figure.toFixed(0)} ms`
  process.stdout.write(
    `Talks, ${how}: ${messages} messages of ${world.underWay.length} talks in ${size.quietSeconds} s; send to seen ` +
      `median ${ms(seen.median)}, p99 ${ms(seen.p99)}; the sender's own answer median ${ms(answer.median)}, ` +
      `p99 ${ms(answer.p99)}; seen ÷ answer ${(seen.median / answer.median).toFixed(1)}\n`,
  )
}

const expectAllRight = async (hall: Hall): Promise<void> => {
  await hall.turnBack()
  const rows = await rowsOf(fixtures)
  expect(book.wrong).toEqual([])
  expect(await wrongNumbers(fixtures)).toEqual([])
  expect(wronglyKept(rows, book)).toEqual([])
  expect(wrongEnds(rows, hall)).toEqual([])
  await until('the platform has been told', relayed, 120_000)
  expect(await count(fixtures.db, "SELECT COUNT(*) AS n FROM outbox_event WHERE state = 'dead'")).toBe(0)
  expect(wronglyTold(fixtures, rows)).toEqual([])
}

test('two processes and Redis: every message once, in order, at both ends, and nobody else hears of it', async () => {
  const [first, second] = await Promise.all([1, 2].map(() => startServer({ REDIS_URL: redis.url })))
  const bases = [first!.base, second!.base]
  const strangers = letListen(await gatherStrangers(fixtures, world), world, bases)
  await until('the strangers listen', () => Promise.resolve(strangers.allLive()))
  await strangers.signOut()
  await until('who signed out is out', () => Promise.resolve(strangers.signedOutEverywhere()), 3_000)
  const hall = openHall(world, bases, book)
  try {
    await inTrouble(hall, size.messages, [first!.kill, killRedis, second!.kill, killable.killDatabase])
    expect(book.lost()).toBeGreaterThan(0)
    await inPeace(hall, 'two processes and Redis')
    await expectAllRight(hall)
    expect(await strangers.tryAll()).toEqual([])
    expect(strangers.heard()).toEqual([])
  } finally {
    hall.close()
    strangers.close()
  }
}, 300_000)

test('one process without Redis: the same', async () => {
  await stopServers()
  const only = await startServer()
  // Other phones: nothing is kept on them.
  const hall = openHall(world, [only.base], book)
  const lost = book.lost()
  try {
    await inTrouble(hall, size.messagesAlone, [only.kill, only.kill])
    expect(book.lost()).toBeGreaterThan(lost)
    await inPeace(hall, 'one process without Redis')
    await expectAllRight(hall)
  } finally {
    hall.close()
  }
}, 300_000)
