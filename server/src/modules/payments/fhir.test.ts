/** What the county platform holds of fees: each once, whatever happens to it meanwhile. */
import type { Invoice, PaymentNotice } from '@medplum/fhirtypes'
import { isProblem } from 'shared/kernel/errors'
import { extensionUrls, identifierSystems } from 'shared/kernel/fhir-systems'
import { dayOf } from '../../clock'
import { setCountyTime } from '../../testing/clinic'
import { newAdministrator, type Resident } from '../../testing/signed-in'
import { type PaymentTest, startPaymentTest } from './testing'

let test: PaymentTest
let who: Resident
beforeAll(async () => void (test = await startPaymentTest()), 60_000)
afterAll(() => test?.stop())
beforeEach(async () => {
  setCountyTime(test, '09:00', 1)
  who = await test.resident()
})

type Held = Invoice | PaymentNotice
const held = (type: 'Invoice' | 'PaymentNotice', system: string, ids: string[]): Held[] =>
  [...test.platform.store.changedSince(type)]
    .map(v => v.resource as unknown as Held)
    .filter(r => r.identifier?.some(i => i.system === system && ids.includes(i.value ?? '')))
const invoices = (orderId: string) => held('Invoice', identifierSystems.invoice, [orderId]) as Invoice[]
const payments = (orderId: string) => held('PaymentNotice', identifierSystems.payment, [orderId]) as PaymentNotice[]
const refunds = (refundIds: string[]) => held('PaymentNotice', identifierSystems.refund, refundIds) as PaymentNotice[]
const deliver = () => test.runJob('relay-deliver')

/** Until the breaker has noticed. */
const backAgain = async () => {
  await test.misbehave('none')
  while (isProblem(await test.context.county.findPeople('nobody'))) await new Promise(done => setTimeout(done, 200))
}

const bookAndPay = async () => {
  const opened = await test.open(who)
  const { transactionId } = await test.pay(who, opened.orderId)
  return { ...opened, transactionId }
}
const refundAll = async (numberId: string, orderId: string) => {
  await test.cancel(numberId)
  await test.runJob('payments-refunds')
  await test.pass(30_000)
  return (await test.order(who, orderId)).refunds.map(r => r.refundId)
}

it('a payment is there once as Invoice and PaymentNotice; a refund calls the Invoice off and is a notice of its own', async () => {
  const { orderId, numberId, transactionId } = await bookAndPay()
  await deliver()
  await deliver()
  const { institutionId } = test.clinic
  const amount = { value: 15, currency: 'CNY' }
  const organization = { reference: `Organization/${institutionId}` }
  expect(invoices(orderId)).toEqual([
    expect.objectContaining({
      status: 'balanced',
      subject: { reference: `Patient/${who.onFile.platformId}` },
      issuer: organization,
      lineItem: [
        {
          sequence: 1,
          chargeItemCodeableConcept: { text: '挂号费' },
          priceComponent: [{ type: 'base', amount }],
        },
      ],
      totalNet: amount,
      totalGross: amount,
      extension: expect.arrayContaining([
        { url: extensionUrls.paidFor, valueIdentifier: { system: identifierSystems.appointment, value: numberId } },
        { url: extensionUrls.version, valueInteger: 1 },
      ]),
    }),
  ])
  const notice = {
    status: 'active',
    request: { type: 'Invoice', identifier: { system: identifierSystems.invoice, value: orderId } },
    payment: expect.objectContaining({
      identifier: { system: identifierSystems.wechatTransaction, value: transactionId },
    }),
    paymentDate: dayOf(test.clock.now(), test.context.config.TIME_ZONE),
    recipient: organization,
  }
  expect(payments(orderId)).toEqual([expect.objectContaining({ ...notice, amount })])

  const refundIds = await refundAll(numberId, orderId)
  await deliver()
  await deliver()
  expect(invoices(orderId)).toMatchObject([
    { status: 'cancelled', totalGross: amount, note: [{ text: '已退 15.00 元' }] },
  ])
  expect(payments(orderId)).toHaveLength(1)
  expect(refunds(refundIds)).toEqual([expect.objectContaining({ ...notice, amount: { value: -15, currency: 'CNY' } })])
  const waiting = await test.db.query(`SELECT kind, state FROM outbox_event WHERE state <> 'delivered'`)
  expect(waiting).toEqual([])
  // The doctor and the department stand in the Appointment, not in the money.
  expect(JSON.stringify([...invoices(orderId), ...payments(orderId)])).not.toMatch(/李明|全科/)
})

it('a part that goes back leaves the Invoice settled', async () => {
  const { orderId } = await bookAndPay()
  const { clerk } = test.clinic
  await clerk.enterSecondFactor()
  const { refunds: asked } = await clerk.paymentsDesk.refund({
    params: { orderId },
    body: { amount: 333, reason: '多收了一项费用' },
  })
  await test.runJob('payments-refunds')
  await test.pass(30_000)
  await deliver()
  await deliver()
  expect(invoices(orderId)).toMatchObject([{ status: 'balanced', note: [{ text: '已退 3.33 元' }] }])
  expect(refunds(asked.map(r => r.refundId))).toMatchObject([{ amount: { value: -3.33 } }])
})

it('a platform that is down, and answers that are lost: everything is there once at the end', async () => {
  await test.misbehave('down')
  const { orderId, numberId } = await bookAndPay()
  const refundIds = await refundAll(numberId, orderId)
  await deliver()
  expect(invoices(orderId)).toEqual([])
  await backAgain()
  await test.misbehave('loseAnswers', { forRequests: 2, methods: ['POST'] })
  await deliver()
  await backAgain()
  for (let n = 0; n < 4; n++) {
    test.clock.push(60 * 60_000)
    await deliver()
  }
  expect(invoices(orderId)).toMatchObject([{ status: 'cancelled' }])
  expect(payments(orderId)).toHaveLength(1)
  expect(refunds(refundIds)).toHaveLength(1)
})

it('reconciliation finds and repairs what the platform lost', async () => {
  const { orderId, numberId } = await bookAndPay()
  const refundIds = await refundAll(numberId, orderId)
  await deliver()
  await deliver()
  const { store } = test.platform
  const lose = (type: string, ids: (string | undefined)[]) =>
    ids.forEach(id => store.atomically(() => store.remove(type, id!)))
  lose(
    'Invoice',
    invoices(orderId).map(r => r.id),
  )
  lose(
    'PaymentNotice',
    [...payments(orderId), ...refunds(refundIds)].map(r => r.id),
  )
  expect([invoices(orderId), payments(orderId), refunds(refundIds)]).toEqual([[], [], []])
  const administrator = await newAdministrator(test, test.clinic.institutionId)
  const today = dayOf(test.clock.now(), test.context.config.TIME_ZONE)
  const found = await administrator.relay.reconcile({ body: { from: today, to: today } })
  const lost = [`invoice:${orderId}`, `payment:${orderId}`, ...refundIds.map(id => `refund:${id}`)]
  for (const businessKey of lost)
    expect(found.differences).toContainEqual({ businessKey, kind: 'missing_there', repaired: true })
  await deliver()
  await deliver()
  expect(invoices(orderId)).toMatchObject([{ status: 'cancelled' }])
  expect([payments(orderId).length, refunds(refundIds).length]).toEqual([1, 1])
  const again = await administrator.relay.reconcile({ body: { from: today, to: today } })
  expect(again.differences).toEqual([])
})
