/** The server as server/src/main.ts starts it, on a clock that runs CLOCK_AHEAD_MS ahead: tests cannot wait for hours. */
import { createApp } from 'server/app'
import { readConfig } from 'server/config'

const main = async (): Promise<void> => {
  const ahead = Number(process.env.CLOCK_AHEAD_MS)
  const app = await createApp(readConfig(process.env), { clock: { now: () => new Date(Date.now() + ahead) } })
  process.once('SIGTERM', () => void app.stop().then(() => process.exit(0)))
  await app.start()
}

void main()
