/** What goes wrong between a phone and its server: nothing that was chosen is lost, and nothing is done twice. */
import { type Clinic, newClinic } from 'server/testing/clinic'
import { type TestServer, startTestServer } from 'server/testing/server'
import { type Resident, newResident } from 'server/testing/signed-in'
import type { Harness } from './harness'
import { phoneOf, signedInBefore, writesOf } from './stack'

let server: TestServer
let clinic: Clinic
beforeAll(async () => {
  server = await startTestServer()
  clinic = await newClinic(server)
}, 60_000)
afterAll(() => server?.stop())

/** At the last page of a booking, with one time chosen. */
const beforeBooking = async (resident: Resident, storage = signedInBefore(resident)) => {
  const { sessionId, slotId } = await clinic.addSession({ numbers: 5 })
  const page = `/packages/resident/booking/confirm?sessionId=${sessionId}&slotId=${slotId}`
  const app = phoneOf(server, resident.personaId, { storage })
  await app.launch(page)
  await app.sees('8:00–8:30')
  return { app, page, slotId, storage }
}
const bookings = async ({ appointments }: Resident): Promise<number> =>
  (await appointments.appointments({ query: { when: 'coming' } })).appointments.length
const bookingTaps = (app: Harness) => writesOf(app, '/api/appointments')
const keysOf = (app: Harness) => new Set(bookingTaps(app).map(({ headers }) => headers['idempotency-key']))

test('the network goes while booking: what was chosen stays, and the next tap books once', async () => {
  const resident = await newResident(server)
  const { app } = await beforeBooking(resident)
  app.online(false)
  await app.tap('确认预约')
  await app.sees('正在帮您留号')
  await app.sees('您填的内容已保留')
  await app.sees('8:00–8:30')
  expect(await bookings(resident)).toBe(0)
  app.online(true)
  await app.tap('确认预约')
  await app.sees('号给您留好了')
  expect(await bookings(resident)).toBe(1)
  expect(keysOf(app).size).toBe(1)
})

test('the answer is lost on its way back: the phone asks again under the same key and shows the one booking', async () => {
  const resident = await newResident(server)
  const { app } = await beforeBooking(resident)
  app.phone.answersToLose = 1
  await app.tap('确认预约')
  await app.sees('号给您留好了')
  expect(bookingTaps(app).map(({ status }) => status)).toEqual([null, 201])
  expect(keysOf(app).size).toBe(1)
  expect(await bookings(resident)).toBe(1)
})

test('every answer is lost and WeChat is closed: opened again, the same tap leads to the same booking', async () => {
  const resident = await newResident(server)
  const { app, page, storage } = await beforeBooking(resident)
  app.phone.answersToLose = 3
  await app.tap('确认预约')
  await app.sees('您填的内容已保留')
  expect(await bookings(resident)).toBe(1)

  const reopened = phoneOf(server, resident.personaId, { storage })
  await reopened.launch(page)
  await reopened.tap('确认预约')
  await reopened.sees('号给您留好了')
  expect(keysOf(reopened)).toEqual(keysOf(app))
  expect(await bookings(resident)).toBe(1)
})

test('two taps on one button are one booking', async () => {
  const resident = await newResident(server)
  const { app } = await beforeBooking(resident)
  await app.sees('确认预约')
  await Promise.all([app.tap('确认预约'), app.tap('确认预约')])
  await app.sees('号给您留好了')
  expect(bookingTaps(app)).toHaveLength(1)
  expect(await bookings(resident)).toBe(1)
})

test('somebody else takes the last number: the phone says so and offers the nearest free one', async () => {
  const [resident, quicker] = [await newResident(server), await newResident(server)]
  const { sessionId, slotIds } = await clinic.addSession({ inDays: 2, numbers: 1 })
  const app = phoneOf(server, resident.personaId, { storage: signedInBefore(resident) })
  await app.launch(`/packages/resident/booking/confirm?sessionId=${sessionId}&slotId=${slotIds[0]}`)
  await app.sees('8:00–8:30')
  await quicker.appointments.book({ body: { slotId: slotIds[0]!, personId: quicker.personId } })
  await app.tap('确认预约')
  await app.sees('这个号刚被约走了')
  await app.tap('8:30–9:00')
  await app.sees('确认预约')
  await app.tap('确认预约')
  await app.sees('号给您留好了')
  await app.sees('8:30–9:00')
})

test('opened without a network: what the phone kept is shown, with how old it is', async () => {
  const resident = await newResident(server)
  const storage = signedInBefore(resident)
  const before = phoneOf(server, resident.personaId, { storage })
  await before.launch('/pages/home/index')
  await before.sees('电子健康卡')
  await before.settled()
  for (const [key, kept] of storage)
    if (key.startsWith('kept:')) storage.set(key, { ...(kept as object), at: Date.now() - 5 * 60_000 })
  const app = phoneOf(server, resident.personaId, { storage, online: false })
  await app.launch('/pages/home/index')
  await app.sees('电子健康卡')
  await app.sees('网络不通，下面是5 分钟前的内容')
})
