/** Whose payments are told to whom: in the data copy, and where a refund went. */
import { addPersonOnFile } from '../../testing/people'
import { type PaymentTest, startPaymentTest } from './testing'

let shop: PaymentTest
beforeAll(async () => void (shop = await startPaymentTest()), 60_000)
afterAll(() => shop.stop())

type Who = Awaited<ReturnType<PaymentTest['resident']>>
const paymentsIn = async (who: Who) =>
  (await who.identity.dataCopy({})).sections.find(section => section.title === '付款和退款')!.rows

test('a payment for somebody else: the money is in the payer’s copy, and only the payer reads where it went back to', async () => {
  const [payer, other] = [await shop.resident(), await shop.resident()]
  const { name, identityNumber } = addPersonOnFile(shop, { phone: null })
  const body = { name, identityNumber, relation: 'mother' as const, scope: ['appointments' as const] }
  const { person } = await payer.identity.addMember({ body })
  await other.identity.addMember({ body })
  const { orderId, numberId } = await shop.open({ ...payer, personId: person.personId })
  await shop.pay(payer, orderId)
  await shop.cancel(numberId)
  await shop.wechat.pay.set({ refundSeconds: 0 })
  await shop.runJob('payments-refunds')
  await shop.wechat.pay.settle()

  const back = async (who: Who) => (await shop.order(who, orderId)).refunds[0]!
  expect(await back(payer)).toMatchObject({ state: 'success', receivedBy: '支付用户零钱' })
  expect(await back(other)).toMatchObject({ state: 'success', receivedBy: null })
  const { orders } = await other.payments.orders({ query: {} })
  expect(orders.map(o => o.refunds[0]!.receivedBy)).toEqual([null])
  const atDesk = await shop.clinic.clerk.paymentsDesk.deskOrder({ params: { appointmentId: numberId } })
  expect(atDesk.refunds).toMatchObject([{ state: 'success', receivedBy: null }])

  expect(await paymentsIn(payer)).toMatchObject([
    { 就诊人: '代他人付款', 事项: null, 金额: '15.00', 状态: '已付款', 退款: expect.stringContaining('15.00 元') },
  ])
  expect(await paymentsIn(other)).toEqual([])
})

test('one’s own payments are in the copy; who deletes the account is told how long the books are kept', async () => {
  const who = await shop.resident()
  const { orderId } = await shop.open(who)
  await shop.pay(who, orderId)
  expect(await paymentsIn(who)).toMatchObject([{ 就诊人: '本人', 事项: '11月22日 上午 全科 李明 挂号费', 退款: null }])
  const { kept } = await who.identity.deleteAccount({})
  expect(kept.map(k => k.what)).toContain('付款、退款和对账记录')
})
