/** Mutual TLS with a real https server that hears nobody without a certificate of its own authority. */
import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:https'
import { type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Authority, type Identity, createAuthority } from '../../../../scripts/sandbox/county/certificates'
import { personas } from '../../../../scripts/sandbox/county/personas'
import { type CountySandbox, startCountySandbox } from '../../../../scripts/sandbox/county/sandbox'
import { systemClock } from '../../clock'
import { readConfig } from '../../config'
import { createCountyPlatform } from '..'
import { fhirClientOf } from './client'

const credentials = { clientId: 'county-client-of-tests', clientSecret: 'county-secret-of-tests' }
const resident = personas.find(p => p.patientId)!
const unavailable = { code: 'county_platform_unavailable' }

let folder: string
let authority: Authority
let stranger: Authority
let ours: Identity
let platform: CountySandbox
let files: Record<'COUNTY_TLS_CERT_FILE' | 'COUNTY_TLS_KEY_FILE' | 'COUNTY_TLS_CA_FILE', string>

const write = async (name: string, text: string): Promise<string> => {
  const file = join(folder, name)
  await writeFile(file, text)
  return file
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'county-tls-'))
  ;[authority, stranger] = await Promise.all([createAuthority('County'), createAuthority('Somebody else')])
  ours = await authority.issue({ name: 'resident services', use: 'client' })
  const mutualTls = { ...(await authority.issue({ name: 'platform', use: 'server' })), ca: authority.cert }
  platform = await startCountySandbox({ port: 0, people: 0, days: 1, ...credentials, mutualTls })
  files = {
    COUNTY_TLS_CERT_FILE: await write('client.pem', ours.cert),
    COUNTY_TLS_KEY_FILE: await write('client.key', ours.key),
    COUNTY_TLS_CA_FILE: await write('ca.pem', authority.cert),
  }
})
afterAll(async () => {
  await platform.stop()
  await rm(folder, { recursive: true, force: true })
})

const key = () => randomBytes(32).toString('base64')
const environmentOf = (more: Record<string, string | undefined>) => ({
  DATABASE_URL: process.env.TEST_DATABASE_URL,
  ACCESS_TOKEN_KEY: key(),
  DATA_KEYS: `k1:${key()}`,
  INDEX_KEY: key(),
  WECHAT_APP_ID: 'wx0000000000000000',
  WECHAT_APP_SECRET: 'sandbox-secret-of-tests',
  COUNTY_FHIR_URL: `${platform.url}/fhir`,
  COUNTY_CLIENT_ID: credentials.clientId,
  COUNTY_CLIENT_SECRET: credentials.clientSecret,
  COUNTY_TIMEOUT_MS: '2000',
  ...files,
  ...more,
})
const configOf = (more: Record<string, string | undefined> = {}) => readConfig(environmentOf(more))

test('with the right certificate the platform is found, signs us in and answers', async () => {
  const county = createCountyPlatform(configOf(), systemClock)
  expect(await county.findPeople(resident.identityNumber)).toMatchObject([{ platformId: resident.patientId }])
})

/** Three questions without an answer: the breaker is open. */
const expectDown = async (more: Record<string, string | undefined>) => {
  const config = configOf(more)
  const county = createCountyPlatform(config, systemClock)
  for (let n = 0; n < 3; n++) expect(await county.findPeople(resident.identityNumber)).toMatchObject(unavailable)
  expect(fhirClientOf(config).breaker()).toBe('open')
}

test.each([
  ['no certificate', () => undefined],
  ['a certificate of another authority', () => stranger.issue({ name: 'resident services', use: 'client' })],
  ['one that has ended', () => authority.issue({ name: 'resident services', use: 'client', endsInDays: -1 })],
  ['one that is for servers', () => authority.issue({ name: 'resident services', use: 'server' })],
])('%s: refused there, and the platform counts as down', async (name, issue) => {
  const identity = await issue()
  const shown = identity && {
    COUNTY_TLS_CERT_FILE: await write(`${name}.pem`, identity.cert),
    COUNTY_TLS_KEY_FILE: await write(`${name}.key`, identity.key),
  }
  await expectDown(shown ?? { COUNTY_TLS_CERT_FILE: undefined, COUNTY_TLS_KEY_FILE: undefined })
})

test.each([
  ['by an authority we do not know', () => stranger.issue({ name: 'platform', use: 'server' })],
  ['for another address', () => authority.issue({ name: 'platform', use: 'server', address: '127.0.0.2' })],
  ['that has ended', () => authority.issue({ name: 'platform', use: 'server', endsInDays: -1 })],
])('a platform with a certificate %s is told nothing and counts as down', async (_name, issue) => {
  const heard: unknown[] = []
  const impostor = createServer(await issue(), request => heard.push(request.url))
  impostor.listen(0, '127.0.0.1')
  await once(impostor, 'listening')
  const { port } = impostor.address() as AddressInfo
  await expectDown({ COUNTY_FHIR_URL: `https://127.0.0.1:${port}/fhir` }).finally(() => impostor.close())
  expect(heard).toEqual([])
})

test('without the authority of the platform nothing is believed, rather than everything', async () => {
  await expectDown({ COUNTY_TLS_CA_FILE: undefined })
})

test.each([
  ['a certificate without its key', { COUNTY_TLS_KEY_FILE: undefined }, /COUNTY_TLS_KEY_FILE: must be set too/],
  ['a key without its certificate', { COUNTY_TLS_CERT_FILE: undefined }, /COUNTY_TLS_CERT_FILE: must be set too/],
  ['a client without its secret', { COUNTY_CLIENT_SECRET: undefined }, /COUNTY_CLIENT_SECRET: must be set too/],
  ['certificates, but no TLS', { COUNTY_FHIR_URL: 'http://127.0.0.1:1/fhir' }, /COUNTY_FHIR_URL: must be https/],
  ['the secret in the clear', { COUNTY_TOKEN_URL: 'http://127.0.0.1:1/token' }, /COUNTY_TOKEN_URL: must be https/],
])('%s is no valid configuration', (_name, more, sentence) => {
  expect(() => configOf(more)).toThrow(sentence)
})

test('a file that is missing, no PEM, or of another pair is named', async () => {
  const open = (more: Record<string, string>) => () => createCountyPlatform(configOf(more), systemClock)
  const other = await authority.issue({ name: 'resident services', use: 'client' })
  const [notPem, otherKey] = [await write('not.pem', 'hello'), await write('other.key', other.key)]
  expect(open({ COUNTY_TLS_CA_FILE: join(folder, 'gone') })).toThrow(/^COUNTY_TLS_CA_FILE names .*gone.*ENOENT/)
  expect(open({ COUNTY_TLS_KEY_FILE: folder })).toThrow(/^COUNTY_TLS_KEY_FILE names .*EISDIR/)
  expect(open({ COUNTY_TLS_CA_FILE: notPem })).toThrow(/^COUNTY_TLS_CA_FILE names .*no PEM/)
  expect(open({ COUNTY_TLS_KEY_FILE: otherKey })).toThrow(/^COUNTY_TLS_CERT_FILE.*cannot be used together/)
})

test('the server does not start with a certificate that it cannot read, and says why', async () => {
  const environment = environmentOf({ COUNTY_TLS_CERT_FILE: join(folder, 'gone.pem'), PORT: '0' })
  const server = spawn(process.execPath, ['--import', 'tsx', join(__dirname, '../../main.ts')], {
    env: { PATH: process.env.PATH, ...environment },
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  let said = ''
  server.stderr.on('data', chunk => (said += chunk))
  expect((await once(server, 'close'))[0]).toBe(1)
  expect(said.trim()).toMatch(
    /^The server could not start: COUNTY_TLS_CERT_FILE names \S+gone\.pem, which cannot be read \(ENOENT\)$/,
  )
})
