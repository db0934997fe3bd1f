import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { payNoticePath, wechatPayEnvironment } from '../sandbox/wechat/pay/environment'
import { notifyTemplates } from '../sandbox/wechat/notify-templates'
import { keepPayKeys } from '../sandbox/wechat/pay/keys'
import { startChild, waitUntilHealthy } from './child'
import { freePort } from './free-port'
import { type StartOptions } from './options'
import { program } from './program'
import { type Stack } from './stack'

/**
 * Starts the sandbox of each outside system that is not configured to be a real one, and returns the settings by which
 * the server reaches them.
 */
export async function startSandboxes(
  options: StartOptions,
  stack: Stack,
  env: NodeJS.ProcessEnv,
): Promise<NodeJS.ProcessEnv> {
  const start = async (name: string, kind: 'wechat' | 'county', settings: NodeJS.ProcessEnv) => {
    const port = await freePort()
    const own = { ...env, ...settings, PORT: String(port), FOLDER: join(options.data, kind) }
    const child = startChild(program(options, name, `scripts/sandbox/${kind}/main.ts`, own))
    stack.add(child)
    const url = `http://127.0.0.1:${port}`
    await waitUntilHealthy(child, `${url}/healthz`)
    return url
  }
  const wechat = async () => {
    if (env.WECHAT_API_URL) return {}
    const WECHAT_APP_ID = 'wxsandbox000000000'
    const WECHAT_APP_SECRET = randomBytes(16).toString('hex')
    const app = `http://localhost:${options.port}`
    // Made before the sandbox starts, which finds them in its folder.
    const payKeys = await keepPayKeys(join(options.data, 'wechat'))
    const url = await start('The sandbox WeChat', 'wechat', {
      APPID: WECHAT_APP_ID,
      APPSECRET: WECHAT_APP_SECRET,
      APP_URL: app,
    })
    const pay = wechatPayEnvironment(payKeys, { baseUrl: url, notifyUrl: `${app}${payNoticePath}` })
    const messages = {
      NOTIFY_TEMPLATES: env.NOTIFY_TEMPLATES ?? JSON.stringify(notifyTemplates),
      NOTIFY_SMS: env.NOTIFY_SMS ?? 'true',
    }
    return { WECHAT_API_URL: url, WECHAT_APP_ID, WECHAT_APP_SECRET, WECHAT_SANDBOX: 'true', ...messages, ...pay }
  }
  const county = async () => {
    if (env.COUNTY_FHIR_URL) return {}
    const COUNTY_CLIENT_ID = 'county-health'
    const COUNTY_CLIENT_SECRET = randomBytes(16).toString('hex')
    const url = await start('The sandbox county platform', 'county', {
      CLIENT_ID: COUNTY_CLIENT_ID,
      CLIENT_SECRET: COUNTY_CLIENT_SECRET,
    })
    return {
      COUNTY_FHIR_URL: `${url}/fhir`,
      COUNTY_TOKEN_URL: `${url}/oauth/token`,
      COUNTY_CLIENT_ID,
      COUNTY_CLIENT_SECRET,
    }
  }
  const [first, second] = await Promise.all([wechat(), county()])
  return { ...first, ...second }
}
