/** Another process of the same system: an app of its own on the same database, keys, sandboxes and clock. */
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { createApp, createLogger } from '../app'
import type { Config } from '../config'
import type { TestServer } from './server'

/** `differing`: what it is configured otherwise. */
export const startSecondProcess = async (server: TestServer, differing: Partial<Config> = {}) => {
  const config = { ...server.context.config, ...differing }
  const app = await createApp(config, { clock: server.clock, log: createLogger(config) })
  app.server.listen(0, '127.0.0.1')
  await once(app.server, 'listening')
  return {
    base: `http://127.0.0.1:${(app.server.address() as AddressInfo).port}`,
    context: app.context,
    async stop(): Promise<void> {
      app.server.closeAllConnections()
      await app.stop()
    },
  }
}
