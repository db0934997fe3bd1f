/** A question with a fee: over real HTTP against the sandbox WeChat Pay. */
import { consultationOrders } from '..'
import { transaction } from '../../../db/transaction'
import { codeOf } from '../../../testing/client'
import { setCountyTime } from '../../../testing/clinic'
import {
  acceptedNow,
  askDoctor,
  type ConsultingDoctor,
  newConsultingDoctor,
  questionOf,
  setConsultationRules,
} from '../../../testing/consulting'
import { type TestServer, startTestServer } from '../../../testing/server'
import { type Resident, newResident } from '../../../testing/signed-in'

const fee = 2000
const minute = 60_000
const hour = 60 * minute

let server: TestServer
let doctor: ConsultingDoctor
beforeAll(async () => {
  server = await startTestServer()
  setCountyTime(server, '09:00', 1)
  await server.wechat.pay.set({ refundSeconds: 0 })
  doctor = await newConsultingDoctor(server)
  await setConsultationRules(server, doctor.institutionId, { fee, dailyCap: 200 })
}, 60_000)
afterAll(() => server?.stop())
afterEach(async () => expect(await wrongFees()).toEqual([]))

/** Consultations whose fee and order say different things; must be empty at rest. */
const wrongFees = (): Promise<object[]> =>
  server.db.query(
    `SELECT * FROM (
       SELECT c.consultation_id, c.status, c.outcome, c.queued_at, c.payment_state AS fee, c.fee AS amount,
         o.state AS paying, o.amount AS asked, o.given_up_at IS NOT NULL AS given_up,
         COALESCE(t.amount, 0) AS paid, COALESCE(t.reserved, 0) AS reserved
       FROM consultation c
       LEFT JOIN payment_order o ON o.live_key = CONCAT('consultation:', c.consultation_id)
       LEFT JOIN payment_trade t ON t.out_trade_no = o.paid_trade_no) b
     WHERE (fee = 'due' AND (status <> 'planned' OR queued_at IS NOT NULL OR paying <> 'open' OR given_up OR asked <> amount))
       OR (fee = 'paid' AND (status = 'cancelled' OR paying <> 'paid' OR queued_at IS NULL))
       OR (fee IN ('refunding', 'refunded') AND (paying <> 'paid' OR reserved <> paid))
       OR (fee IS NULL AND paying = 'open' AND NOT given_up)
       OR (status = 'cancelled' AND paying = 'paid' AND reserved <> paid)`,
  )

const read = (who: Resident, consultationId: string) => who.consultations.consultation({ params: { consultationId } })
const prepay = async (who: Resident, orderId: string): Promise<string> => {
  const { parameters } = await who.payments.pay({ params: { orderId } })
  return parameters.package.slice('prepay_id='.length)
}
const payWith = async (prepay_id: string, more: { late?: boolean } = {}) => {
  await server.wechat.pay.pay({ prepay_id, ...more })
  await server.wechat.pay.settle()
}
const paid = async (who: Resident, whom = doctor) => {
  const asked = await askDoctor(server, who, whom)
  await payWith(await prepay(who, asked.payment!.orderId))
  return { consultationId: asked.consultationId, orderId: asked.payment!.orderId }
}
/** Sends what waits to be refunded; @returns what arrived back of the order. */
const refunds = async (orderId: string): Promise<number[]> => {
  await server.runJob('payments-refunds')
  await server.wechat.pay.settle()
  const { refunds: all } = await server.wechat.pay.books()
  const rows: { no: string }[] = await server.db.query(
    'SELECT out_trade_no AS no FROM payment_trade WHERE order_id = ?',
    [orderId],
  )
  return all.filter(r => rows.some(({ no }) => no === r.outTradeNo) && r.status === 'SUCCESS').map(r => r.amount)
}
const toldOf = async (consultationId: string): Promise<string[]> => {
  const rows: { kind: string }[] = await server.db.query(
    'SELECT kind FROM message_event WHERE event_key LIKE ? ORDER BY kind',
    [`consultation%:${consultationId}:%`],
  )
  return rows.map(r => r.kind)
}
const outboxOf = async (consultationId: string): Promise<number[]> => {
  const rows: { version: number }[] = await server.db.query(
    'SELECT version FROM outbox_event WHERE business_key = ? ORDER BY version',
    [`consultation:${consultationId}`],
  )
  return rows.map(r => r.version)
}
const notesOf = async (consultationId: string): Promise<string[]> => {
  const rows: { text: string }[] = await server.db.query(
    `SELECT text FROM consultation_message WHERE consultation_id = ? AND kind = 'note' ORDER BY seq`,
    [consultationId],
  )
  return rows.map(r => server.context.cipher.open(r.text, 'consultation'))
}

test('until it is paid the doctor sees nothing of it; paid, the hours to accept begin', async () => {
  const who = await newResident(server)
  const asked = await askDoctor(server, who, doctor)
  const { consultationId, payment } = asked
  expect(asked).toMatchObject({
    status: 'planned',
    fee,
    awaiting: null,
    acceptBefore: null,
    payment: { state: 'due', amount: fee },
    can: { write: false, withdraw: true },
  })
  expect(Date.parse(payment!.payBefore!) - Date.parse(asked.askedAt)).toBe(15 * minute)
  const order = await who.payments.order({ params: { orderId: payment!.orderId } })
  expect(order).toMatchObject({ purpose: 'consultation', purposeId: consultationId, amount: fee })
  expect(order.what).toMatch(/^\d+月\d+日 在线问诊 李明医生$/)
  const params = { consultationId }
  expect(await codeOf(doctor.consultationsDoctor.doctorConsultation({ params }))).toBe('not_found')
  expect((await doctor.consultationsDoctor.queue({ query: {} })).waiting).toEqual([])
  expect([await outboxOf(consultationId), await toldOf(consultationId)]).toEqual([[], []])

  server.clock.push(5 * minute)
  await payWith(await prepay(who, payment!.orderId))
  const now = await read(who, consultationId)
  expect(now).toMatchObject({ status: 'planned', awaiting: 'doctor', payment: { state: 'paid', payBefore: null } })
  // From the payment, not from the asking.
  const late = Date.parse(now.acceptBefore!) - Date.parse(now.askedAt) - 24 * hour
  expect(Math.floor(late / minute)).toBe(5)
  expect(await outboxOf(consultationId)).toEqual([1])
  expect(await toldOf(consultationId)).toEqual(['consultation_waiting'])
  const { waiting } = await doctor.consultationsDoctor.queue({ query: {} })
  expect(waiting.map(l => l.consultationId)).toEqual([consultationId])
})

test('a second tap asks once and owes once', async () => {
  const who = await newResident(server)
  const idempotencyKey = 'one-tap-of-a-thumb-on-a-slow-phone'
  const body = questionOf(server, who, doctor)
  const answers = await Promise.all(Array.from({ length: 4 }, () => who.consultations.ask({ body, idempotencyKey })))
  expect(new Set(answers.map(a => a.consultationId)).size).toBe(1)
  const { orders } = await who.payments.orders({ query: {} })
  expect(orders).toHaveLength(1)
})

test('not paid in time: ended, told, its place is free again; three of them are enough for a day', async () => {
  const who = await newResident(server)
  for (let n = 1; n <= 3; n++) {
    const { consultationId, payment } = await askDoctor(server, who, doctor)
    server.clock.push(14 * minute)
    await server.runJob('payments-expire')
    expect((await read(who, consultationId)).status).toBe('planned')
    server.clock.push(2 * minute)
    await Promise.all([server.runJob('payments-expire'), server.runJob('payments-expire')])
    expect(await read(who, consultationId)).toMatchObject({
      status: 'cancelled',
      outcome: 'unpaid',
      payment: null,
      endedWords: '15 分钟内没有付款，问诊没有发给医生',
      last: 0,
    })
    expect(await codeOf(who.payments.pay({ params: { orderId: payment!.orderId } }))).toBe('order_closed')
    expect([await outboxOf(consultationId), await toldOf(consultationId)]).toEqual([[], ['consultation_ended']])
  }
  expect(await codeOf(askDoctor(server, who, doctor))).toBe('questions_unpaid')
  await expect(askDoctor(server, who, await newConsultingDoctor(server))).resolves.toMatchObject({ fee: 0 })
})

test('paid after it ran out: the money goes back once, the question stays ended', async () => {
  const who = await newResident(server)
  const { consultationId, payment } = await askDoctor(server, who, doctor)
  const prepaid = await prepay(who, payment!.orderId)
  server.clock.push(16 * minute)
  await server.wechat.pay.settle()
  await server.runJob('payments-expire')
  await payWith(prepaid, { late: true })
  expect(await refunds(payment!.orderId)).toEqual([fee])
  expect(await refunds(payment!.orderId)).toEqual([fee])
  expect(await read(who, consultationId)).toMatchObject({ status: 'cancelled', outcome: 'unpaid', payment: null })
})

test('withdrawn before it is paid: the order is given up; a payment under way goes back', async () => {
  const who = await newResident(server)
  const { consultationId, payment } = await askDoctor(server, who, doctor)
  const prepaid = await prepay(who, payment!.orderId)
  const params = { consultationId }
  expect(await who.consultations.withdraw({ params })).toMatchObject({
    status: 'cancelled',
    outcome: 'withdrawn',
    payment: null,
    endedWords: '问诊已撤回',
  })
  expect(await codeOf(who.consultations.withdraw({ params }))).toBe('consultation_state')
  await payWith(prepaid, { late: true })
  await server.runJob('payments-expire')
  expect(await refunds(payment!.orderId)).toEqual([fee])
})

test('withdrawn when paid: all of it goes back, the doctor’s queue is empty of it', async () => {
  const who = await newResident(server)
  const { consultationId, orderId } = await paid(who)
  const gone = await who.consultations.withdraw({ params: { consultationId } })
  expect(gone).toMatchObject({ outcome: 'withdrawn', payment: { state: 'refunding' }, can: { withdraw: false } })
  expect(await refunds(orderId)).toEqual([fee])
  expect((await read(who, consultationId)).payment).toMatchObject({ state: 'refunded' })
  expect(await outboxOf(consultationId)).toEqual([1, 2])
  expect(await notesOf(consultationId)).toEqual(['问诊已撤回，费用会原路退回'])
})

test('accepted, it cannot be taken back', async () => {
  const who = await newResident(server)
  const { consultationId } = await paid(who)
  await acceptedNow(server, consultationId)
  expect(await codeOf(who.consultations.withdraw({ params: { consultationId } }))).toBe('consultation_state')
})

test('nobody accepts in time: ended once by two jobs at once, refunded whole, told, with the note', async () => {
  const who = await newResident(server)
  const { consultationId, orderId } = await paid(who)
  server.clock.push(24 * hour - minute)
  await server.runJob('consultations-end-late')
  expect((await read(who, consultationId)).status).toBe('planned')
  server.clock.push(2 * minute)
  await Promise.all([1, 2, 3].map(() => server.runJob('consultations-end-late')))
  const words = '24 小时内没有医生接诊，问诊已结束。费用会原路退回。可以问别的医生，或预约挂号'
  expect(await read(who, consultationId)).toMatchObject({
    status: 'cancelled',
    outcome: 'not_accepted',
    endedWords: words,
    payment: { state: 'refunding' },
    last: 1,
    can: { write: false, rate: false },
  })
  expect(await refunds(orderId)).toEqual([fee])
  expect(await notesOf(consultationId)).toEqual([words])
  expect(await toldOf(consultationId)).toEqual(['consultation_ended', 'consultation_waiting'])
  expect(await outboxOf(consultationId)).toEqual([1, 2])
  await expect(askDoctor(server, who, doctor)).resolves.toMatchObject({ status: 'planned' })
})

test('accepted and then left lying: ended and refunded', async () => {
  const who = await newResident(server)
  const { consultationId, orderId } = await paid(who)
  await acceptedNow(server, consultationId, 48)
  server.clock.push(47 * hour)
  await server.runJob('consultations-end-late')
  expect((await read(who, consultationId)).status).toBe('in-progress')
  server.clock.push(2 * hour)
  await Promise.all([1, 2].map(() => server.runJob('consultations-end-late')))
  expect(await read(who, consultationId)).toMatchObject({ status: 'cancelled', outcome: 'lapsed' })
  expect(await refunds(orderId)).toEqual([fee])
})

test('paid for what is gone already is unwanted', async () => {
  const owner = consultationOrders(server.context)
  const at = server.clock.now()
  const purposeId = '01990000-0000-7000-8000-00000000dead'
  expect(await transaction(server.db, tx => owner.paid(tx, { purposeId, at }))).toBe('unwanted')
})

test('as an ordinary visit where the institution says nothing; nothing for who is exempt at the window', async () => {
  const whom = await newConsultingDoctor(server)
  await server.db.query(
    `UPDATE institution_rules SET rules = JSON_SET(rules, '$.titleFees', JSON_ARRAY(JSON_OBJECT('title', '主治医师', 'fee', 800)),
       '$.exemptFromAge', 70) WHERE institution_id = ?`,
    [whom.institutionId],
  )
  const { doctorId } = whom
  const feeFor = async (birthDate: string) => {
    const who = await newResident(server, { birthDate })
    return (await who.consultations.askingRules({ params: { doctorId }, query: { personId: who.personId } })).fee
  }
  expect(await feeFor('1985-05-05')).toBe(800)
  expect(await feeFor('1950-05-05')).toBe(0)
})
