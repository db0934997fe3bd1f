import { once } from 'node:events'
import { createServer, type IncomingMessage } from 'node:http'
import { type AddressInfo } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { type CountySandbox } from './sandbox'
import { type Ask, signIn, startSmallCounty } from './testing'

let county: CountySandbox
let ask: Ask
let endpoint: string
let answerWith = 200
const nudges: { authorization?: string; method?: string }[] = []

const listener = createServer((request: IncomingMessage, response) => {
  nudges.push({ authorization: request.headers.authorization, method: request.method })
  response.writeHead(answerWith).end()
})

beforeAll(async () => {
  listener.listen(0, '127.0.0.1')
  await once(listener, 'listening')
  endpoint = `http://127.0.0.1:${(listener.address() as AddressInfo).port}/nudge`
  county = await startSmallCounty()
  ask = await signIn(county.url)
})
afterAll(async () => {
  await county.stop()
  listener.close()
})

const subscription = (url: string) => ({
  resourceType: 'Subscription',
  status: 'requested',
  reason: 'stopped sessions',
  criteria: 'Slot?status=busy-unavailable',
  channel: { type: 'rest-hook', endpoint: url, header: ['Authorization: Bearer nudge-secret'] },
})

async function until(condition: () => boolean): Promise<void> {
  for (let tries = 0; tries < 100 && !condition(); tries++) await sleep(30)
}

it('nudges the subscriber with its own header when the criteria are touched, and only then', async () => {
  const { body: made } = await ask('POST', '/Subscription', subscription(endpoint))
  await sleep(50)
  expect((await ask('GET', `/Subscription/${made.id}`)).body.status).toBe('active')

  const [{ resource: slot }] = (await ask('GET', '/Slot?_count=1')).body.entry
  await ask('PUT', '/Organization/org-county', (await ask('GET', '/Organization/org-county')).body)
  await ask('PUT', `/Slot/${slot.id}`, slot)
  await sleep(200)
  expect(nudges).toEqual([])

  answerWith = 500
  await ask('PUT', `/Slot/${slot.id}`, { ...slot, status: 'busy-unavailable' })
  await until(() => nudges.length >= 1)
  expect(nudges[0]).toEqual({ authorization: 'Bearer nudge-secret', method: 'POST' })
  answerWith = 200
  await until(() => nudges.length >= 2)
  expect(nudges).toHaveLength(2)
})

it('calls nobody outside of this machine', async () => {
  const { body: made } = await ask('POST', '/Subscription', subscription('https://county.example/hook'))
  await sleep(50)
  expect((await ask('GET', `/Subscription/${made.id}`)).body.status).toBe('error')
})
