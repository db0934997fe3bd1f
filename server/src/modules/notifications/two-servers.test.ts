/** Two servers on one database hand out and deliver at the same time: each message once, everywhere. */
import { randomBytes } from 'node:crypto'
import { setCountyTime } from '../../testing/clinic'
import { type TestServer, startTestServer } from '../../testing/server'
import { type Resident, newResident } from '../../testing/signed-in'
import { tell } from '.'

const key = () => randomBytes(32).toString('base64')
const keys = { ACCESS_TOKEN_KEY: key(), DATA_KEYS: `k1:${key()}`, INDEX_KEY: key(), NOTIFY_SMS: 'true' }
const template = 'sandbox-session-stopped'
const messages = 30

let one: TestServer
let two: TestServer
let people: Resident[]
beforeAll(async () => {
  one = await startTestServer({ environment: keys })
  two = await startTestServer({ environment: { ...keys, WECHAT_API_URL: one.wechat.url }, keepData: true })
  setCountyTime(one, '10:00', 1)
  setCountyTime(two, '10:00', 1)
  people = await Promise.all([newResident(one), newResident(one)])
  for (const { personaId, accountId } of people) {
    for (let n = 0; n < messages; n++) await one.wechat.acceptMessages(personaId, [template])
    await one.db.query('INSERT INTO message_subscription VALUES (?, ?, TRUE, ?, NULL, ?)', [
      ...[accountId, template, messages, one.clock.now()],
    ])
  }
})
afterAll(async () => {
  await two.stop()
  await one.stop()
})

it('each once', async () => {
  const deliver = (server: TestServer) => server.runJob('notifications-deliver')
  const telling = Array.from({ length: messages }, async (_, n) => {
    const told = people.map(({ personId }) => ({
      kind: 'appointment_stopped' as const,
      key: `two:${n}`,
      personId,
      facts: { department: '内科', time: '2026-12-01T01:00:00.000Z', reason: String(n) },
      link: `pages/messages/index?n=${n}`,
      at: one.clock.now(),
    }))
    // Both tell of the same.
    await Promise.all([tell(one.db, told), tell(two.db, told)])
  })
  const running = [one, two, one, two].map(async server => {
    for (let n = 0; n < 5; n++) await deliver(server)
  })
  await Promise.all([...telling, ...running])
  await Promise.all([deliver(one), deliver(two)])

  const wanted = Array.from({ length: messages }, (_, n) => `pages/messages/index?n=${n}`).sort()
  for (const who of people) {
    expect(await who.notifications.unreadMessages({})).toEqual({ unread: messages })
    const received = await one.wechat.messages(who.personaId)
    expect(received.map(m => m.page).sort()).toEqual(wanted)
  }
  const states = await one.db.query('SELECT state, COUNT(*) AS n FROM message_delivery GROUP BY state')
  expect(states).toEqual([{ state: 'sent', n: String(2 * messages) }])
})
