/** How we sign in at the platform (SMART backend services), counted by a front that passes everything on to the sandbox. */
import { randomBytes } from 'node:crypto'
import { type IncomingMessage, type ServerResponse, createServer } from 'node:http'
import { type AddressInfo } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { type CountySandbox, startCountySandbox } from '../../../../scripts/sandbox/county/sandbox'
import { readConfig } from '../../config'
import { fhirClientOf } from './client'

const credentials = { clientId: 'county-client-of-tests', clientSecret: 'county-secret-of-tests' }

let platform: CountySandbox
let front: Awaited<ReturnType<typeof startFront>>
/** The sandbox's own clock runs ahead of ours by this. */
let ahead = 0
const startPlatform = (tokenSeconds?: number) =>
  startCountySandbox({ port: 0, people: 0, days: 1, ...credentials, tokenSeconds, now: () => Date.now() + ahead })

beforeAll(async () => {
  platform = await startPlatform()
})
afterAll(() => platform.stop())
beforeEach(async () => {
  front = await startFront(platform.url)
})
afterEach(async () => {
  ahead = 0
  await front.stop()
})

/** `answers`: what it says itself instead of passing the path on. */
const startFront = async (target: string) => {
  const asked: string[] = []
  const answers = new Map<string, () => { status: number; body: object }>()
  const pass = async (request: IncomingMessage, response: ServerResponse) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    const path = request.url!.replace(/\?.*/, '')
    asked.push(path)
    const own = answers.get(path)?.()
    if (own) return void response.writeHead(own.status).end(JSON.stringify(own.body))
    const { authorization = '', 'content-type': type = 'text/plain', host = '' } = request.headers
    const answer = await fetch(`${target}${request.url}`, {
      method: request.method,
      headers: { authorization, 'content-type': type },
      body: chunks.length ? Buffer.concat(chunks) : undefined,
    })
    const text = (await answer.text()).replaceAll(new URL(target).host, host)
    response.writeHead(answer.status, { 'content-type': 'application/json' }).end(text)
  }
  const server = createServer((request, response) => void pass(request, response))
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    answers,
    /** How often each path was asked, without its query. */
    times: (path: string) => asked.filter(one => one === path).length,
    stop: () => new Promise(resolve => (server.closeAllConnections(), server.close(resolve))),
  }
}

const key = () => randomBytes(32).toString('base64')
const newClient = (more: Record<string, string> = {}) =>
  fhirClientOf(
    readConfig({
      DATABASE_URL: process.env.TEST_DATABASE_URL,
      ACCESS_TOKEN_KEY: key(),
      DATA_KEYS: `k1:${key()}`,
      INDEX_KEY: key(),
      WECHAT_APP_ID: 'wx0000000000000000',
      WECHAT_APP_SECRET: 'sandbox-secret-of-tests',
      COUNTY_FHIR_URL: `${front.url}/fhir`,
      COUNTY_CLIENT_ID: credentials.clientId,
      COUNTY_CLIENT_SECRET: credentials.clientSecret,
      COUNTY_TIMEOUT_MS: '2000',
      ...more,
    }),
  )
const read = (client: ReturnType<typeof newClient>) =>
  client.request({ method: 'GET', path: 'Organization/org-county' }).then(answer => answer.status)
const signIns = () => front.times('/oauth/token')
const discovery = '/fhir/.well-known/smart-configuration'

test('the token address is discovered; one token serves all who ask at once and later', async () => {
  const client = newClient()
  expect(await Promise.all(Array.from({ length: 10 }, () => read(client)))).toEqual(Array(10).fill(200))
  expect(await read(client)).toBe(200)
  expect([front.times(discovery), signIns()]).toEqual([1, 1])
})

test('a token address of the configuration is not looked for', async () => {
  expect(await read(newClient({ COUNTY_TOKEN_URL: `${front.url}/oauth/token` }))).toBe(200)
  expect([front.times(discovery), signIns()]).toEqual([0, 1])
})

test('a token is renewed before it ends: the platform never has to refuse one', async () => {
  const shortLived = await startPlatform(1)
  await front.stop()
  front = await startFront(shortLived.url)
  const client = newClient()
  const statuses: number[] = []
  for (let n = 0; n < 5; n++) {
    statuses.push(await read(client))
    await sleep(400)
  }
  await shortLived.stop()
  expect(statuses).toEqual(Array(5).fill(200))
  expect(signIns()).toBeGreaterThanOrEqual(2)
  expect(signIns()).toBeLessThan(5)
  // Each question went out once: none was repeated after a 401.
  expect(front.times('/fhir/Organization/org-county')).toBe(5)
})

test('a token that ended there early is exchanged once, for all who were refused', async () => {
  const client = newClient()
  await read(client)
  ahead = 301_000
  expect(await Promise.all(Array.from({ length: 6 }, () => read(client)))).toEqual(Array(6).fill(200))
  expect(signIns()).toBe(2)
  expect(client.breaker()).toBe('closed')
})

test('a platform that refuses every token is not asked for ever: one repetition, and its 401 is the answer', async () => {
  front.answers.set('/fhir/Organization/org-county', () => ({ status: 401, body: {} }))
  expect(await read(newClient())).toBe(401)
  expect([front.times('/fhir/Organization/org-county'), signIns()]).toEqual([2, 2])
})

test.each([
  ['no smart-configuration', { [discovery]: { status: 404, body: {} } }],
  [
    'a token address elsewhere, unencrypted',
    { [discovery]: { status: 200, body: { token_endpoint: 'http://127.0.0.2:9/token' } } },
  ],
  ['a token address that is no address', { [discovery]: { status: 200, body: { token_endpoint: 'token' } } }],
  ['no token for our secret', { '/oauth/token': { status: 401, body: { error: 'invalid_client' } } }],
])('%s: down, and nothing was asked without a token', async (_what, answers) => {
  for (const [path, answer] of Object.entries(answers)) front.answers.set(path, () => answer)
  const client = newClient()
  for (let n = 0; n < 3; n++) await expect(read(client)).rejects.toThrow('The county platform cannot be reached')
  expect(client.breaker()).toBe('open')
  expect(front.times('/fhir/Organization/org-county')).toBe(0)
})
