/** A database that goes away takes a request with it, never the server; nothing runs without the session's settings. */
import { once } from 'node:events'
import { type AddressInfo, type Socket, connect, createServer } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import type { DataSource } from 'typeorm'
import { createTestDatabase } from '../testing/database'
import { openDatabase } from './data-source'

type Trouble = (phone: Socket) => void
const cut: Trouble = phone => phone.resetAndDestroy()
/** MariaDB's last words when it is stopped in good order: error 1053, "Server shutdown in progress". */
const shutDown: Trouble = phone => {
  const error = Buffer.concat([Buffer.from([0xff, 1053 & 0xff, 1053 >> 8]), Buffer.from('#08S01Server shutdown')])
  phone.end(Buffer.concat([Buffer.from([error.length, 0, 0, 1]), error]))
}

/** Stands between a pool and the database; whoever says the word that `troubles` waits for is answered by the trouble. */
const standBetween = async (database: URL) => {
  let waiting: { word: string; trouble: Trouble } | undefined
  const open = new Set<Socket>()
  const server = createServer(phone => {
    const far = connect(Number(database.port), database.hostname)
    open.add(phone)
    phone.on('data', bytes => {
      if (waiting && bytes.includes(waiting.word)) waiting.trouble(phone)
      else far.write(bytes)
    })
    far.on('data', bytes => phone.write(bytes))
    for (const [one, other] of [[phone, far] as const, [far, phone] as const])
      one.on('error', () => undefined).on('close', () => other.destroy())
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const url = new URL(database)
  url.host = `127.0.0.1:${(server.address() as AddressInfo).port}`
  return {
    url: url.href,
    troubles: (word: string, trouble: Trouble) => (waiting = { word, trouble }),
    ends: () => (waiting = undefined),
    async stop(): Promise<void> {
      for (const phone of open) phone.destroy()
      server.close()
      await once(server, 'close')
    },
  }
}

let between: Awaited<ReturnType<typeof standBetween>>
let db: DataSource
beforeEach(async () => {
  between = await standBetween(new URL(await createTestDatabase()))
  db = await openDatabase(between.url, 4)
})
afterEach(async () => {
  await db.destroy()
  await between.stop()
})

/** Four at once, so that each has a connection of its own. */
const four = (sql: string) => Promise.allSettled(Array.from({ length: 4 }, () => db.query(sql)))

test.each([
  ['SET SESSION sql_mode', 'cut', cut],
  ['SET SESSION sql_mode', 'shut down', shutDown],
  ['SET SESSION TRANSACTION', 'cut', cut],
  ['SET SESSION TRANSACTION', 'shut down', shutDown],
  ['innodb_lock_wait_timeout', 'cut', cut],
  ['innodb_lock_wait_timeout', 'shut down', shutDown],
  ['SLEEP', 'cut', cut],
  ['SLEEP', 'shut down', shutDown],
])(
  'at %s the database is %s: only who asked hears of it, and the next connections have their settings',
  async (word, _, trouble) => {
    between.troubles(word, trouble)
    const asked = await four('SELECT SLEEP(0.05)')
    // The connection of the start has its settings already.
    expect(asked.filter(a => a.status === 'rejected').length).toBeGreaterThanOrEqual(3)
    between.ends()
    // The pool has seen the end of those that said their last word.
    await sleep(100)
    const after = await four('SELECT @@tx_isolation AS isolation, @@innodb_lock_wait_timeout AS patience, SLEEP(0.05)')
    expect(after.map(a => (a.status === 'fulfilled' ? a.value[0] : a.reason))).toEqual(
      Array.from({ length: 4 }, () => expect.objectContaining({ isolation: 'READ-COMMITTED', patience: '5' })),
    )
  },
)
