/** The server program: `tsx server/src/main.ts`, configured by the environment alone (.env.example). */
import { createApp } from './app'
import { readConfig } from './config'

const main = async (): Promise<void> => {
  const app = await createApp(readConfig(process.env))
  const stop = (signal: string) => {
    app.context.log.info({ signal }, 'stopping')
    app.stop().then(
      () => process.exit(0),
      error => {
        app.context.log.error({ err: error }, 'stop failed')
        process.exit(1)
      },
    )
  }
  process.once('SIGTERM', stop)
  process.once('SIGINT', stop)
  const port = await app.start()
  app.context.log.info({ port }, 'listening')
}

main().catch((error: Error) => {
  process.stderr.write(`The server could not start: ${error.message}\n`)
  process.exit(1)
})
