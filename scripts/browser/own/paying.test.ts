/**
 * A number that costs 15.00, on real pages: booked, paid on WeChat's page, confirmed, cancelled in time, refunded; the
 * county platform holds both notices, and the next day's account with WeChat is green. On a server of its own, whose clock
 * (and the sandboxes') is pushed to the next morning.
 */
import type { Browser } from 'playwright-core'
import { setCountyTime } from 'server/testing/clinic'
import type { TestServer } from 'server/testing/server'
import { identifierSystems } from 'shared/kernel/fhir-systems'
import { DEMO_PASSCODE } from '../../seed/staff'
import { inLargeType } from '../arrive'
import { lookAt } from '../look-at'
import { type OwnServer, startOwnServer } from './own-server'
import { type Phone, openBrowser, openPhone, signIn } from '../phone'
import { openPlatform } from '../platform'
import { waitFor } from '../wait-for'
import { at, personaOf, phoneOf } from '../world'

const fee = 1500

let own: OwnServer
let server: TestServer
let browser: Browser

beforeAll(async () => {
  own = await startOwnServer()
  server = own.server
  browser = await openBrowser()
}, 120_000)
afterAll(async () => {
  await browser?.close()
  await own?.stop()
}, 60_000)

/** An evening the day after tomorrow: in time to be cancelled, whatever the hour of this test. */
const announce = async (): Promise<void> => {
  const platform = await openPlatform()
  await platform.announce('svc-county-neurology', 'doc-county-neurology-1', at(2, '19:00'), fee)
  const administrator = await phoneOf('administrator')
  await administrator.relay.syncNow({})
}

/** @returns the order's id, from the payment page's address */
const book = async (phone: Phone): Promise<string> => {
  await phone.tap(/预约挂号/)
  await phone.tap(/云溪县人民医院/)
  await phone.tap(/神经内科/)
  await phone.tap(/后天/)
  await phone.tap(/^晚上.*余/)
  await phone.tap(/^19:00–.*余/)
  await phone.sees(/¥15\.00/)
  await phone.tap('确认，去付款')
  await phone.sees('付了款，号才算约上。')
  return new URL(phone.page.url()).searchParams.get('orderId')!
}
/** Over to WeChat's page and its one tap there. */
const atWechat = async (phone: Phone, words: string): Promise<void> => {
  await phone.tap('微信支付 ¥15.00')
  await phone.sees('演练用的微信，不会真的扣钱。')
  await phone.sees('¥15.00')
  await phone.tap(words)
}

/** Nothing is wrong with the page in front; PICTURES=folder keeps its picture. */
const looksRight = async (phone: Phone, name: string, elder = false): Promise<void> => {
  await phone.settles()
  expect({ [name]: await lookAt(phone, name, { elder }) }).toEqual({ [name]: [] })
}

const pay = async (phone: Phone, orderId: string): Promise<void> => {
  await phone.page.reload()
  await phone.sees(/还留|还剩/)
  await looksRight(phone, 'pay')
  const large = await inLargeType(browser, phone)
  await large.goto(`/packages/resident/payments/pay?orderId=${orderId}`)
  await large.sees(/还剩/)
  await looksRight(large, 'pay', true)
  await large.close()
  await atWechat(phone, '取消')
  await phone.sees(/刚才没有付款，没有扣您的钱/)
  await phone.page.getByRole('button', { name: '微信支付 ¥15.00' }).filter({ visible: true }).dblclick()
  await phone.sees('演练用的微信，不会真的扣钱。')
  await phone.page.reload()
  await phone.page.getByRole('button', { name: '支付', exact: true }).dblclick()
  await phone.sees('钱付好了，等医院确认')
  // Opened once more, on this phone or another: not asked to pay again.
  await phone.goto(`/packages/resident/payments/pay?orderId=${orderId}`)
  await phone.sees('钱付好了，等医院确认')
}

const cancel = async (phone: Phone, appointmentId: string): Promise<void> => {
  await phone.goto(`/packages/resident/appointments/detail?appointmentId=${appointmentId}`)
  await phone.sees(/确认了这个号/)
  await phone.tap('取消这个号')
  await phone.sees('要取消这个号吗？')
  await phone.page.getByRole('button', { name: '取消这个号' }).filter({ visible: true }).last().click()
  await phone.sees(/挂号费 ¥15\.00 (正在退|已经退回)/)
  await phone.sees('挂号费 ¥15.00 已经退回您付款的地方。')
  await phone.goto('/pages/messages/index')
  await looksRight(phone, 'messages')
}

/** How often the county platform holds each, by its own books. */
const relayed = (orderId: string, refundId: string) => {
  const held = (type: string, system: string, id: string) =>
    [...server.platform.store.withTerm(type, `i:${system}|${id}`)].map(
      one => server.platform.store.current(type, one)!.resource as { status?: string; amount?: { value: number } },
    )
  return {
    invoices: held('Invoice', identifierSystems.invoice, orderId).map(i => i.status),
    payments: held('PaymentNotice', identifierSystems.payment, orderId).map(p => p.amount?.value),
    refunds: held('PaymentNotice', identifierSystems.refund, refundId).map(r => r.amount?.value),
  }
}

test('15.00 booked, paid, confirmed, cancelled, refunded, relayed; the day is green', async () => {
  await announce()
  const phone = await openPhone(browser)
  await signIn(phone, personaOf('resident').name)
  const orderId = await book(phone)
  await pay(phone, orderId)

  const resident = await phoneOf('resident')
  const { purposeId: appointmentId } = await resident.payments.order({ params: { orderId } })
  const clerk = await phoneOf('clerk')
  await clerk.desk.confirm({ body: { appointmentIds: [appointmentId] } })
  await cancel(phone, appointmentId)

  const { orders, refunds } = await server.wechat.pay.books()
  expect(orders.filter(o => o.state === 'SUCCESS').map(o => o.total)).toEqual([fee])
  expect(refunds.map(r => r.amount)).toEqual([fee])
  await phone.goto(`/packages/resident/payments/order?orderId=${orderId}`)
  await phone.sees('退 ¥15.00')
  await looksRight(phone, 'refunded')
  const [refund] = (await resident.payments.order({ params: { orderId } })).refunds
  await waitFor(async () => relayed(orderId, refund!.refundId).invoices[0] === 'cancelled')
  await waitFor(async () => relayed(orderId, refund!.refundId).refunds.length > 0)
  expect(relayed(orderId, refund!.refundId)).toEqual({ invoices: ['cancelled'], payments: [15], refunds: [-15] })

  setCountyTime(server, '10:30', 1)
  const desk = await openPhone(browser)
  await desk.page.clock.setSystemTime(server.clock.now())
  await signIn(desk, personaOf('administrator').name, '/packages/admin/payments/days')
  await desk.type(/口令/, DEMO_PASSCODE)
  await desk.tap('开始工作')
  await waitFor(async () => {
    const administrator = await phoneOf('administrator')
    const { days } = await administrator.paymentsAdmin.paymentDays({})
    return days.some(d => d.state === 'green' && d.payments.amount === fee)
  })
  await desk.page.reload()
  await desk.sees('对上了')
  await desk.tap(/收 1 笔 ¥15\.00 · 退 1 笔 ¥15\.00/)
  await desk.sees('微信的账单和我们的账，一笔一笔都对上了。')
  await looksRight(desk, 'day')
}, 180_000)
