import { type TestServer, startTestServer } from '../testing/server'
import { metricsStatus } from './metrics-access'

test.each([
  ['127.0.0.1', 200],
  ['::1', 200],
  ['::ffff:127.0.0.1', 200],
  ['198.51.100.7', 404],
  ['10.0.0.1', 404],
  ['1127.0.0.1', 404],
  ['fe80::1', 404],
])('without a token, %s is answered %d', (ip, status) => {
  expect(metricsStatus({ ip, get: () => '' }, { METRICS_TOKEN: undefined })).toBe(status)
})

let server: TestServer | undefined
afterEach(async () => {
  await server?.stop()
  server = undefined
})

const metrics = (headers: Record<string, string> = {}) => fetch(`${server!.base}/metrics`, { headers })

test('without a token: this machine alone, and nothing that a proxy passed on', async () => {
  server = await startTestServer()
  const answer = await metrics()
  expect([answer.status, await answer.text()]).toEqual([200, expect.stringContaining('http_request_seconds')])
  const passedOn: [string, string][] = [
    ['X-Forwarded-For', '127.0.0.1'],
    ['Forwarded', 'for=127.0.0.1'],
    ['Via', '1.1 proxy'],
  ]
  for (const [name, value] of passedOn) {
    const refused = await metrics({ [name]: value })
    expect([refused.status, await refused.text()]).toEqual([404, expect.not.stringContaining('http_request')])
  }
})

test('without a token: a trusted proxy does not open it either', async () => {
  server = await startTestServer({ environment: { TRUSTED_PROXIES: '1' } })
  for (const ip of ['198.51.100.7', '127.0.0.1']) expect((await metrics({ 'X-Forwarded-For': ip })).status).toBe(404)
})

test('with a token: whoever sends it, from anywhere; nobody else', async () => {
  const token = 'metrics-token-of-tests'
  server = await startTestServer({ environment: { METRICS_TOKEN: token } })
  for (const authorization of ['', token, `Bearer ${token}x`, 'Bearer ', `Basic ${token}`]) {
    const refused = await metrics({ Authorization: authorization })
    expect([refused.status, refused.headers.get('WWW-Authenticate')]).toEqual([401, 'Bearer'])
    expect(await refused.text()).not.toContain('http_request')
  }
  expect((await metrics({ Authorization: `Bearer ${token}`, 'X-Forwarded-For': '198.51.100.7' })).status).toBe(200)
})
