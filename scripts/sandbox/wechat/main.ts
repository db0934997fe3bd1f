import { startWechatSandbox } from './start'

/**
 * The sandbox WeChat as a program. Environment: PORT (0: any free one), FOLDER (where it keeps personas, messages, orders and keys),
 * APPID, APPSECRET, APP_URL (where the links of messages lead; the same host's root when unset), CLOCK_AHEAD_MS (its
 * clock runs so much ahead of the machine's).
 * Prints one line `listening <URL>`; SIGTERM and SIGINT end it.
 */
async function main() {
  const { PORT = '0', FOLDER, APPID, APPSECRET, APP_URL, CLOCK_AHEAD_MS = '0' } = process.env
  if (!APPID || !APPSECRET) throw new Error('APPID and APPSECRET must be set to what the server is configured with')
  const sandbox = await startWechatSandbox({
    port: Number(PORT),
    folder: FOLDER,
    appId: APPID,
    appSecret: APPSECRET,
    appUrl: APP_URL,
    now: () => Date.now() + Number(CLOCK_AHEAD_MS),
  })
  console.log(`listening ${sandbox.url}`)
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => void sandbox.stop())
}

main().catch((error: Error) => {
  console.error(`The sandbox WeChat could not start: ${error.message}`)
  process.exitCode = 1
})
