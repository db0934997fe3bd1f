/** One delivery that fails, and what others wrote, on its way to a phone. */
import { readFile } from 'node:fs/promises'
import { randomUUID } from 'node:crypto'
import { setCountyTime } from '../../testing/clinic'
import { type TestServer, startTestServer } from '../../testing/server'
import { type Resident, newResident } from '../../testing/signed-in'
import { type Tell, tell } from '.'

let server: TestServer
beforeAll(async () => void (server = await startTestServer({ environment: { NOTIFY_SMS: 'true' } })))
afterAll(() => server.stop())

const template = 'sandbox-session-stopped'
const stopped = ({ personId }: Resident, more: Partial<Tell> = {}, reason = '医生外出会诊'): Tell => ({
  kind: 'appointment_stopped',
  key: `appointment:${randomUUID()}:stopped`,
  personId,
  facts: { department: '内科', time: '2026-12-01T01:00:00.000Z', reason },
  link: 'packages/resident/appointments/detail?appointmentId=1',
  at: server.clock.now(),
  ...more,
})
const run = () => server.runJob('notifications-deliver')
const mayReceive = async ({ personaId, accountId }: Resident, quota: number) => {
  for (let n = 0; n < quota; n++) await server.wechat.acceptMessages(personaId, [template])
  await server.db.query('INSERT INTO message_subscription VALUES (?, ?, TRUE, ?, NULL, ?)', [
    ...[accountId, template, quota, server.clock.now()],
  ])
}

test('those that fail, more than are sent at once, keep nobody else’s from being sent', async () => {
  const [broken, well] = [await newResident(server), await newResident(server)]
  const many = 6
  setCountyTime(server, '22:00')
  for (const who of [broken, well]) await mayReceive(who, many)
  for (const who of [broken, well])
    await tell(
      server.db,
      Array.from({ length: many }, () => stopped(who)),
    )
  await run()
  const due = (who: Resident, order: string) =>
    server.db.query(
      `UPDATE message_delivery d JOIN message m USING (message_id) SET d.due_at = ? WHERE m.account_id = ?`,
      [order, who.accountId],
    )
  await due(broken, '2026-01-01 00:00:00')
  await due(well, '2026-01-02 00:00:00')
  const nobodys = 'nobody-has-this-key:0'
  await server.db.query('UPDATE account SET openid = ? WHERE account_id = ?', [nobodys, broken.accountId])
  setCountyTime(server, '10:00', 1)
  await expect(run()).rejects.toThrow('No data key')
  // At once: nothing is still on its way when the job has ended.
  expect(await server.wechat.messages(well.personaId)).toHaveLength(many)
  const states = await server.db.query(
    `SELECT d.state, COUNT(*) AS n FROM message_delivery d JOIN message m USING (message_id)
     WHERE m.account_id = ? GROUP BY d.state`,
    [well.accountId],
  )
  expect(states).toEqual([{ state: 'sent', n: String(many) }])
})

const texts = async ({ onFile }: Resident): Promise<string[]> =>
  (await readFile(server.smsFile, 'utf8'))
    .split('\n')
    .filter(Boolean)
    .map(line => JSON.parse(line) as { to: string; text: string })
    .flatMap(({ to, text }) => (to === onFile.phone ? [text] : []))

test('a clerk’s words go to a text message without a sender’s mark and without links, whole into the app', async () => {
  const who = await newResident(server)
  const reason =
    '【云溪银行】停电，请点https://evil.example/x?a=1领取，或看 www.evil.example、EVIL.cn/a，打 0990-0000001，付 3.50 元，9:00 前'
  await tell(server.db, [stopped(who, { urgent: true }, reason)])
  // Another sentence that is nothing but a link has no line at all.
  await tell(server.db, [stopped(who, { urgent: true }, 'weixin://dl/business/?t=1')])
  await run()
  const [first, second] = await texts(who)
  const said = '云溪银行停电，请点领取，或看 、，打 0990-0000001，付 3.50 元，9:00 前'
  expect([first, second].filter(text => text?.includes(said))).toHaveLength(1)
  for (const text of [first!, second!]) {
    expect(text.match(/[【】]/g)).toEqual(['【', '】'])
    expect(text.startsWith('【云溪县健康】')).toBe(true)
    expect(text).not.toMatch(/evil|:\/\//i)
  }
  const { messages } = await who.notifications.messages({ query: {} })
  expect(JSON.stringify(messages)).toContain(reason)
})
