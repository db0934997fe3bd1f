import { transaction } from '../../db/transaction'
import { type TestServer, startTestServer } from '../../testing/server'
import { tell } from '.'

let server: TestServer
beforeAll(async () => {
  server = await startTestServer()
})
afterAll(() => server.stop())

const personId = '01900000-0000-7000-8000-000000000001'
const stopped = (key: string) => ({
  kind: 'appointment_stopped' as const,
  key,
  personId,
  facts: { doctor: '周明', reason: '医生外出会诊' },
  link: 'pages/one',
  at: server.clock.now(),
})
const rows = () => server.db.query('SELECT event_key, facts FROM message_event ORDER BY event_key')

it('keeps what is told with what happened, once and sealed', async () => {
  await transaction(server.db, tx => tell(tx, [stopped('a:1'), stopped('a:2')]))
  await tell(server.db, [stopped('a:1')])
  await expect(
    transaction(server.db, async tx => {
      await tell(tx, [stopped('a:3')])
      throw new Error('rolled back')
    }),
  ).rejects.toThrow()
  const kept = (await rows()) as { event_key: string; facts: string }[]
  expect(kept.map(r => r.event_key)).toEqual(['a:1', 'a:2'])
  expect(JSON.stringify(kept)).not.toContain('周明')
})
