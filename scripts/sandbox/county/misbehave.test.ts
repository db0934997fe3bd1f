import { type CountySandbox } from './sandbox'
import { appointment, type Ask, byNumber, command, type Json, signIn, startSmallCounty } from './testing'

let county: CountySandbox
let ask: Ask

beforeAll(async () => {
  county = await startSmallCounty()
  ask = await signIn(county.url)
})
afterEach(() => command(county.url, { mode: 'none' }))
afterAll(() => county.stop())

const total = async (number: string): Promise<number> =>
  (await ask('GET', `/Appointment?${byNumber(number)}`)).body.total
const ids = async (path: string): Promise<string[]> =>
  (await ask('GET', path)).body.entry.map(({ resource }: Json) => resource.id)

it('is down: the connection closes, or 503, and health of the process stays', async () => {
  await command(county.url, { mode: 'down' })
  await expect(ask('GET', '/Patient')).rejects.toThrow()
  expect((await fetch(`${county.url}/healthz`)).status).toBe(200)
  await command(county.url, { mode: 'down', answer503: true })
  expect((await ask('GET', '/Patient')).status).toBe(503)
})

it('fails with 500 for the ordered number of requests, without doing the work', async () => {
  await command(county.url, { mode: 'error500', forRequests: 2 })
  const answers = [1, 2, 3].map(() => ask('POST', '/Appointment', appointment('m1')))
  expect((await Promise.all(answers)).map(({ status }) => status).sort()).toEqual([201, 500, 500])
  expect(await total('m1')).toBe(1)
})

it('throttles with 429 and Retry-After, only what it was told to', async () => {
  await command(county.url, { mode: 'throttle429', retryAfterSeconds: 7, methods: ['POST'], path: '/fhir/Appointment' })
  const answer = await ask('POST', '/Appointment', appointment('m2'))
  expect([answer.status, answer.headers.get('retry-after')]).toEqual([429, '7'])
  expect((await ask('GET', '/Appointment')).status).toBe(200)
})

it('is slow', async () => {
  await command(county.url, { mode: 'slow', delayMs: 300 })
  const start = Date.now()
  await ask('GET', '/Organization')
  expect(Date.now() - start).toBeGreaterThanOrEqual(295)
})

it('loses the answer after the work is done', async () => {
  await command(county.url, { mode: 'loseAnswers', forRequests: 1 })
  await expect(ask('POST', '/Appointment', appointment('m3'))).rejects.toThrow()
  expect(await total('m3')).toBe(1)
})

it('answers 200 with an inner 412 and keeps the resource all the same', async () => {
  await command(county.url, { mode: 'inner412' })
  const entry = [{ resource: appointment('m4'), request: { method: 'POST', url: 'Appointment' } }]
  const answer = await ask('POST', '', { resourceType: 'Bundle', type: 'batch', entry })
  expect([answer.status, answer.body.entry[0].response.status]).toEqual([200, '412 Precondition Failed'])
  expect(await total('m4')).toBe(1)
})

it('serves the version before', async () => {
  const { body } = await ask('POST', '/Appointment', appointment('m5'))
  await ask('PUT', `/Appointment/${body.id}`, { ...body, status: 'arrived' })
  await command(county.url, { mode: 'staleVersions' })
  const stale = await ask('GET', `/Appointment/${body.id}`)
  expect([stale.body.status, stale.headers.get('etag')]).toEqual(['booked', 'W/"1"'])
  const found = await ask('GET', `/Appointment?${byNumber('m5')}`)
  expect(found.body.entry[0].resource.status).toBe('booked')
})

it('doubles and reorders the change feed', async () => {
  const honest = await ids('/Organization?_sort=_lastUpdated')
  await command(county.url, { mode: 'duplicates' })
  expect(await ids('/Organization?_sort=_lastUpdated')).toHaveLength(honest.length * 2)
  await command(county.url, { mode: 'none' })
  await command(county.url, { mode: 'reorderedFeed' })
  const reordered = await ids('/Organization?_sort=_lastUpdated')
  expect(reordered).not.toEqual(honest)
  expect([...reordered].sort()).toEqual([...honest].sort())
})

it('misbehaves for a share of the requests, and tells what is on', async () => {
  await command(county.url, { mode: 'error500', ratio: 0.5 })
  const answers = await Promise.all(Array.from({ length: 60 }, () => ask('GET', '/Organization/org-county')))
  const failed = answers.filter(({ status }) => status === 500).length
  expect(failed).toBeGreaterThan(10)
  expect(failed).toBeLessThan(50)
  const state = await (await fetch(`${county.url}/__control`)).json()
  expect(state).toMatchObject({ active: [{ mode: 'error500', ratio: 0.5, suffered: failed }] })
})

it('refuses an order it does not understand', async () => {
  expect((await command(county.url, { mode: 'dance' })).status).toBe(400)
  expect((await command(county.url, { mode: 'down', ratio: 2 })).status).toBe(400)
})

it('forgets tokens, shortens card codes and lays out further days on command', async () => {
  await command(county.url, { today: '2026-12-01' })
  expect(await ids('/Schedule?date=2026-12-15&_count=1')).toHaveLength(1)
  await command(county.url, { forgetTokens: true })
  expect((await ask('GET', '/Organization')).status).toBe(401)
})
