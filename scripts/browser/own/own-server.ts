/** A server of its own for a browser test, with the built H5 pages and the demo's people: its rules and its clock are free. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { jobsOf } from 'server/app'
import { startJobs } from 'server/jobs/scheduler'
import { type TestServer, startTestServer } from 'server/testing/server'
import { startPrivateDatabase } from '../../database/private-database'
import { seed } from '../../seed/seed'

export interface OwnServer {
  server: TestServer
  stop(): Promise<void>
}

/** The other helpers of this folder find it by the environment. */
export const startOwnServer = async (): Promise<OwnServer> => {
  const folder = await mkdtemp(join(tmpdir(), 'county-browser-'))
  const database = await startPrivateDatabase({ folder: join(folder, 'database') })
  Object.assign(process.env, { TEST_DATABASE_URL: database.url, TEST_RUN_ID: String(process.pid) })
  const app = { H5_FOLDER: join(__dirname, '../../../miniapp/dist/h5'), WECHAT_SANDBOX: 'true' }
  const server = await startTestServer({ environment: app })
  const { config, db, clock, log } = server.context
  const { COUNTY_FHIR_URL, COUNTY_CLIENT_ID: clientId, COUNTY_CLIENT_SECRET: clientSecret } = config
  Object.assign(process.env, {
    APP_URL: server.base,
    WECHAT_URL: server.wechat.url,
    COUNTY_FHIR_URL,
    COUNTY_CLIENT: JSON.stringify({ clientId, clientSecret }),
  })
  await server.wechat.pay.set({ refundSeconds: 1 })
  await seed(config, server.base, () => undefined)
  const jobs = await startJobs(db, clock, log, jobsOf(server.context))
  return {
    server,
    stop: async () => {
      await jobs.stop()
      await server.stop()
      await database.stop()
      await rm(folder, { recursive: true, force: true })
    },
  }
}
