/** A number that costs 15 yuan, paid in WeChat: whatever the phone says or loses, one charge and the right page. */
import { type Clinic, newClinic } from 'server/testing/clinic'
import { type TestServer, startTestServer } from 'server/testing/server'
import { type Resident, newResident } from 'server/testing/signed-in'
import type { Harness } from './harness'
import { beyondLimits, phoneOf, signedInBefore } from './stack'

let server: TestServer
let clinic: Clinic
beforeAll(async () => {
  server = await startTestServer()
  await server.wechat.pay.set({ refundSeconds: 0 })
  clinic = await newClinic(server, { payOnline: true, confirmByClinic: false })
}, 60_000)
afterAll(() => server?.stop())

/** The phone does not ask again for what it learnt less than this ago (query-client.ts). */
const freshFor = 5_000
const pause = (ms: number) => new Promise(resolve => setTimeout(resolve, ms))

/** Booked, and now at the payment page. */
const beforePaying = async () => {
  const resident = await newResident(server, { birthDate: '1985-05-05' })
  const { sessionId, slotId } = await clinic.addSession({ inDays: 3, fee: 1500 })
  const app = phoneOf(server, resident.personaId, { storage: signedInBefore(resident) })
  await app.launch(`/packages/resident/booking/confirm?sessionId=${sessionId}&slotId=${slotId}`)
  await app.sees('¥15.00，现在付款，号给您留 15 分钟')
  await app.tap('确认，去付款')
  await app.sees('付了款，号才算约上')
  await app.sees('还剩')
  return { app, resident, orderId: app.stack.at(-1)!.options.orderId!, pays: app.phone.pays }
}
const appointmentOf = async ({ appointments }: Resident) =>
  (await appointments.appointments({ query: { when: 'coming' } })).appointments[0]!
const charges = async (resident: Resident): Promise<number> => {
  const { openid } = (await server.wechat.personas()).find(({ id }) => id === resident.personaId)!
  const { orders } = await server.wechat.pay.books()
  return orders.filter(order => order.openid === openid && order.paidAt).length
}
const front = (app: Harness) => app.stack.at(-1)!.route

test('pays, holds the proof and the receipt, cancels in time and reads that the money comes back', async () => {
  const { app, resident, orderId } = await beforePaying()
  await app.tap('微信支付 ¥15.00')
  await app.sees('付好了，约好了')
  await app.sees('已付款 ¥15.00')
  await app.open(`/packages/resident/payments/receipt?orderId=${orderId}`)
  await app.sees('壹拾伍元整')
  await app.open(
    `/packages/resident/appointments/detail?appointmentId=${(await appointmentOf(resident)).appointmentId}`,
  )
  await app.tap('取消这个号')
  await app.sees('挂号费 ¥15.00 全部退给您')
  await app.tap('取消这个号', -1)
  await app.sees('挂号费 ¥15.00 正在退')
  await server.runJob('payments-refunds')
  await server.wechat.pay.settle()
  await pause(freshFor)
  await app.open(`/packages/resident/payments/order?orderId=${orderId}`)
  await app.sees('退 ¥15.00')
  await app.sees('钱已经退到微信零钱，现在就能看到。')
  expect(await charges(resident)).toBe(1)
  expect(beyondLimits(app)).toEqual([])
}, 60_000)

test('gives up in WeChat: the number is still held, and paying again charges once', async () => {
  const { app, resident, pays } = await beforePaying()
  app.phone.pays = async () => 'fail cancel'
  await app.tap('微信支付 ¥15.00')
  await app.sees('刚才没有付款，没有扣您的钱')
  app.phone.pays = async () => 'fail'
  await app.tap('微信支付 ¥15.00')
  await app.sees('刚才没有付成')
  app.phone.pays = pays
  await app.tap('微信支付 ¥15.00')
  await app.sees('付好了，约好了')
  expect(await charges(resident)).toBe(1)
}, 60_000)

test('the network goes while WeChat takes the money: asked until it is back', async () => {
  const { app, resident, pays } = await beforePaying()
  app.phone.pays = async parameters => {
    const paid = await pays(parameters)
    app.online(false)
    setTimeout(() => app.online(true), 3_000)
    return paid
  }
  await app.tap('微信支付 ¥15.00')
  await app.sees('正在向微信核实')
  await app.sees('付好了，约好了')
  expect(await charges(resident)).toBe(1)
}, 60_000)

test('the app is killed while paying: its page and its order tell the truth when opened again', async () => {
  const { app, resident, orderId, pays } = await beforePaying()
  app.phone.pays = async parameters => {
    await pays(parameters)
    return new Promise(() => undefined)
  }
  await app.tap('微信支付 ¥15.00')
  await server.wechat.pay.settle()
  for (let i = 0; i < 500 && (await charges(resident)) === 0; i++) await pause(10)
  await server.wechat.pay.settle()
  const again = phoneOf(server, resident.personaId, { storage: signedInBefore(resident) })
  await again.launch(`/packages/resident/payments/pay?orderId=${orderId}`)
  await again.sees('付好了，约好了')
  expect(front(again)).toBe('packages/resident/booking/receipt')
  await again.open(`/packages/resident/payments/order?orderId=${orderId}`)
  await again.sees('已付款')
}, 60_000)

test('gives the number back instead; the page of the order says that nothing is owed', async () => {
  const { app, resident, orderId } = await beforePaying()
  await app.tap('不要这个号了')
  await app.sees('退了不收钱')
  await app.tap('不要了，退号')
  await app.sees('号退回去了，不用付款')
  expect((await appointmentOf(resident)).status).toBe('cancelled')
  await pause(freshFor)
  await app.open(`/packages/resident/payments/pay?orderId=${orderId}`)
  await app.sees('这个号已经退了，不用付款')
}, 60_000)

test('a number that waits for its payment stands first, with its one action; after its time there is a way to another', async () => {
  const { app, orderId } = await beforePaying()
  for (const page of ['/pages/home/index', '/packages/resident/appointments/list']) {
    await app.open(page)
    await app.sees('还没付款，号还留')
    await app.sees('去付款 ¥15.00')
  }
  await app.tap('去付款 ¥15.00')
  await app.sees('微信支付 ¥15.00')
  server.clock.push(16 * 60_000)
  await server.runJob('payments-expire')
  await app.open(`/packages/resident/payments/pay?orderId=${orderId}`)
  await app.sees('已过付款时间')
  await app.settled()
  await app.tap('再约一个号')
  await app.settled()
  expect(front(app)).toBe('packages/resident/booking/doctors')
}, 60_000)
