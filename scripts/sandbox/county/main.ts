import { startCountySandbox } from './sandbox'

/** The sandbox county platform as a process: PORT, FOLDER, CLIENT_ID, CLIENT_SECRET (README.md). */
async function main(): Promise<void> {
  const {
    PORT = '0',
    FOLDER,
    CLIENT_ID,
    CLIENT_SECRET,
    SEED_DATE,
    DAYS,
    PEOPLE,
    CARD_CODE_SECONDS,
    FSYNC,
  } = process.env
  if (!CLIENT_ID || !CLIENT_SECRET) throw new Error('CLIENT_ID and CLIENT_SECRET must be set')
  const sandbox = await startCountySandbox({
    port: Number(PORT),
    folder: FOLDER,
    fsync: FSYNC === '1',
    seedDate: SEED_DATE,
    clientId: CLIENT_ID,
    clientSecret: CLIENT_SECRET,
    days: DAYS === undefined ? undefined : Number(DAYS),
    people: PEOPLE === undefined ? undefined : Number(PEOPLE),
    cardCodeSeconds: CARD_CODE_SECONDS === undefined ? undefined : Number(CARD_CODE_SECONDS),
  })
  console.log(`county sandbox ready ${sandbox.url}`)
  const stop = (): void => void sandbox.stop().then(() => process.exit(0))
  process.once('SIGTERM', stop)
  process.once('SIGINT', stop)
}

main().catch((error: unknown) => {
  console.error(`county sandbox: ${error instanceof Error ? error.message : String(error)}`)
  process.exit(1)
})
