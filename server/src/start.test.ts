/** A server that answers is there for good: what its start needs of the database is done before it listens. */
import { setTimeout as sleep } from 'node:timers/promises'
import { createConnection } from 'mysql2/promise'
import { freePort } from '../../scripts/start/free-port'
import { createApp, createLogger } from './app'
import { startTestServer } from './testing/server'

test('no request is taken before the jobs are written down: a database that goes away then ends no server', async () => {
  const server = await startTestServer()
  const config = { ...server.context.config, PORT: await freePort() }
  const app = await createApp(config, { clock: server.clock, log: createLogger(config) })
  const blocking = await createConnection(config.DATABASE_URL)
  const health = () =>
    fetch(`http://127.0.0.1:${config.PORT}/healthz`).then(
      answer => answer.status,
      () => 'not there',
    )
  try {
    await blocking.query('LOCK TABLES job_record WRITE')
    const started = app.start()
    await sleep(500)
    expect(await health()).toBe('not there')
    await blocking.query('UNLOCK TABLES')
    await started
    expect(await health()).toBe(200)
  } finally {
    await blocking.end()
    await app.stop()
    await server.stop()
  }
})
