import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import { type AddressInfo } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { createAuth, smartConfiguration } from './auth'
import { type Call, readCall, type Reply, sendReply } from './call'
import { control } from './control'
import { answerFhir } from './fhir-routes'
import { createCardAuthority } from './health-card'
import { createMisbehaving } from './misbehave'
import { FhirError, outcomeOf } from './outcome'
import { overviewPage } from './page'
import { seedCounty } from './seed/seed'
import { dayAt, rollSessions } from './seed/roll'
import { spoil } from './spoil'
import { createStore, type Store } from './store'
import { runSubscriptions } from './subscriptions'

export interface CountySandboxOptions {
  /** 0 = a free one. */
  port: number
  /** Where the state lives across restarts; left out: in memory alone. */
  folder?: string
  /** Flush the disk at every commit. */
  fsync?: boolean
  /** First day with sessions, YYYY-MM-DD; given, the days do not roll on by themselves. Default: today in the county. */
  seedDate?: string
  /** How many days, that one included, have sessions; default 15: today and a horizon of 14 days (domain.md). */
  days?: number
  clientId: string
  clientSecret: string
  /** Size of the population, default 2000; 0 leaves the personas alone. */
  people?: number
  /** Life of a health-card code, default 60. */
  cardCodeSeconds?: number
  /** Life of an access token, default 300. */
  tokenSeconds?: number
  /** PEM: it then speaks https, and only to callers whose certificate `ca` has signed. */
  mutualTls?: { cert: string; key: string; ca: string }
  now?: () => number
}

export interface CountySandbox {
  /** `http://127.0.0.1:port`, or https; the FHIR API is below `/fhir`. */
  url: string
  port: number
  store: Store
  stop(): Promise<void>
}

/** Starts the sandbox county platform on loopback. @throws when the port is taken or the folder cannot be written */
export async function startCountySandbox(options: CountySandboxOptions): Promise<CountySandbox> {
  const now = options.now ?? Date.now
  const store = createStore({ folder: options.folder, fsync: options.fsync, now })
  seedCounty(store, { people: options.people ?? 2000, today: options.seedDate ?? dayAt(now()) })
  const rolling = rollSessions(store, { seedDate: options.seedDate, days: options.days ?? 15, now })
  const subscriptions = runSubscriptions(store)
  const handle = createHandler(store, options, rolling.layOut)
  const { mutualTls } = options
  const server = mutualTls ? createTlsServer({ ...mutualTls, requestCert: true }) : createServer()
  server.on('request', (request, response) => void handle(request, response))
  server.keepAliveTimeout = 65_000
  const port = await listen(server, options.port)
  return {
    url: `http${mutualTls ? 's' : ''}://127.0.0.1:${port}`,
    port,
    store,
    async stop() {
      rolling.stop()
      subscriptions.stop()
      const closed = new Promise(resolve => server.close(resolve))
      server.closeAllConnections()
      await closed
      store.close()
    },
  }
}

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', () => resolve((server.address() as AddressInfo).port))
  })
}

function createHandler(store: Store, options: CountySandboxOptions, layOutSessions: (today: string) => void) {
  const now = options.now ?? Date.now
  const auth = createAuth({ ...options, now })
  const cards = createCardAuthority(store, { now, codeSeconds: options.cardCodeSeconds ?? 60 })
  const misbehaving = createMisbehaving(now)
  const levers = {
    misbehaving,
    setCardCodeSeconds: cards.setCodeSeconds,
    forgetTokens: auth.forgetTokens,
    layOutSessions,
  }

  const administrate = (call: Call): Reply | undefined => {
    if (call.path === '/healthz') return { status: 200, body: { status: 'ok' } }
    if (call.path === '/__control') return control(call, levers)
    if (call.path === '/' && call.method === 'GET')
      return { status: 200, body: overviewPage(store, misbehaving.state()) }
    return undefined
  }
  const answer = (call: Call): Reply => {
    if (call.path.endsWith('/.well-known/smart-configuration')) return smartConfiguration(call.origin)
    if (call.path === '/oauth/token' && call.method === 'POST') return auth.token(call)
    if (!/^\/fhir(\/|$)/.test(call.path)) return refusal(404, 'not-found', 'No such address')
    if (call.path !== '/fhir/metadata' && !auth.allows(call)) return unauthorised
    return answerFhir({ store, cards }, call)
  }

  return async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    try {
      const call = await readCall(request)
      if (!call) return sendReply(response, refusal(413, 'too-long', 'The body is too large'))
      const own = administrate(call)
      if (own) return sendReply(response, own)
      const faults = misbehaving.draw(call)
      if (faults.down && !faults.down.answer503) return void request.socket.destroy()
      const early = earlyRefusal(faults)
      if (early) return sendReply(response, early)
      const reply = spoil(answer(call), faults, misbehaving, store)
      if (faults.slow) await sleep(faults.slow.delayMs)
      if (faults.loseAnswers) return void request.socket.destroy()
      sendReply(response, reply)
    } catch (error) {
      console.error('county sandbox:', error instanceof Error ? error.message : error)
      if (!response.headersSent) sendReply(response, refusal(500, 'exception', 'The platform failed'))
    }
  }
}

function earlyRefusal({ down, error500, throttle429 }: ReturnType<ReturnType<typeof createMisbehaving>['draw']>) {
  if (down) return refusal(503, 'transient', 'The platform is down')
  if (error500) return refusal(500, 'exception', 'The platform failed on command')
  if (!throttle429) return undefined
  return {
    ...refusal(429, 'throttled', 'Too many requests'),
    headers: { 'Retry-After': `${throttle429.retryAfterSeconds}` },
  }
}

function refusal(status: number, code: string, why: string): Reply {
  return { status, body: outcomeOf(new FhirError(status, code, why)) }
}

const unauthorised: Reply = {
  ...refusal(401, 'login', 'A valid access token is needed'),
  headers: { 'WWW-Authenticate': 'Bearer' },
}
