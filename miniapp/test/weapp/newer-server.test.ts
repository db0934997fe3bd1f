/** The server is newer than the app on the phone, which WeChat changes only when it is opened anew (docs/adr/0018). */
import { newClinic } from 'server/testing/clinic'
import { type TestServer, startTestServer } from 'server/testing/server'
import { type Resident, newResident } from 'server/testing/signed-in'
import { phoneOf, signedInBefore, writesOf } from './stack'

let server: TestServer
let resident: Resident
beforeAll(async () => {
  server = await startTestServer()
  resident = await newResident(server)
}, 60_000)
afterAll(() => server?.stop())

const phone = (storage = signedInBefore(resident)) => phoneOf(server, resident.personaId, { storage })

test('a kind of message that this version does not know is left out of the settings, and the others work', async () => {
  const app = phone()
  app.phone.newer = (path, answer) => {
    if (path !== '/api/notification-settings') return answer
    const { settings } = answer as { settings: object[] }
    return { settings: [{ ...settings[0], kind: 'prescription_ready', name: '药配好了' }, ...settings], next: null }
  }
  await app.launch('/packages/resident/messages/settings')
  await app.sees('看病前提醒')
  expect(app.words()).not.toContain('药配好了')
})

test('what cannot be read at all says that there is a new version, and changes over once WeChat has it', async () => {
  const app = phone()
  app.phone.newer = (path, answer) => (path.startsWith('/api/orders') ? { pages: [answer] } : answer)
  await app.launch('/packages/resident/payments/list')
  await app.sees('小程序有新版本')
  expect(app.phone.requests.filter(({ path }) => path.startsWith('/api/orders'))).toHaveLength(1)
  await app.tap('换成新版本')
  await app.sees('新版本还在下载，请过一会儿再点')
  expect(app.phone.updates).toBe(0)
  app.phone.updateReady!()
  await app.tap('换成新版本')
  expect(app.phone.updates).toBe(1)
})

test('an act whose answer cannot be read was done, and another tap does it no second time', async () => {
  const { sessionId, slotId } = await (await newClinic(server)).addSession({ numbers: 5 })
  const app = phone()
  app.phone.newer = (path, answer) => (path === '/api/appointments' ? { booked: answer } : answer)
  await app.launch(`/packages/resident/booking/confirm?sessionId=${sessionId}&slotId=${slotId}`)
  await app.sees('8:00–8:30')
  await app.tap('确认预约')
  await app.sees('已经办好的不受影响')
  app.phone.newer = null
  await app.tap('确认预约')
  await app.sees('号给您留好了')
  const taps = writesOf(app, '/api/appointments')
  expect([taps.length, new Set(taps.map(({ headers }) => headers['idempotency-key'])).size]).toEqual([2, 1])
  const { appointments } = await resident.appointments.appointments({ query: { when: 'coming' } })
  expect(appointments).toHaveLength(1)
})

test('what an earlier version kept on the phone is not shown by this one', async () => {
  const storage = signedInBefore(resident)
  const first = phone(storage)
  await first.launch('/packages/resident/payments/list')
  await first.sees('缴费记录')
  await first.settled()
  const [key, kept] = [...storage].find(([name]) => name.startsWith('kept:') && name.includes('orders'))!
  expect(kept).toMatchObject({ build: expect.stringMatching(/./) as string })
  storage.set(key, { ...(kept as object), build: 'earlier', data: { lines: [] } })
  const later = phone(storage)
  later.phone.online = false
  await later.launch('/packages/resident/payments/list')
  await later.sees('网络不通')
})
