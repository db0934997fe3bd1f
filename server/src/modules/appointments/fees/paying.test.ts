/** A number with a fee is held, paid and firm, or goes back: over real HTTP against the sandbox WeChat Pay. */
import { applySchedules } from '..'
import { codeOf } from '../../../testing/client'
import { newClinic } from '../../../testing/clinic'
import { newResident, newStaff } from '../../../testing/signed-in'
import { type PaidClinic, fee, minute, startPaidClinic } from './testing'

let at: PaidClinic
beforeAll(async () => void (at = await startPaidClinic({ exemptFromAge: 70, exemptBelowAge: 7 })), 60_000)
afterAll(() => at?.stop())
afterEach(async () => {
  await at.wechat.pay.behave()
  expect(await at.wrong()).toEqual([])
})
const params = (appointmentId: string) => ({ params: { appointmentId } })
const after = (instant: string, minutes: number) => new Date(Date.parse(instant) + minutes * minute).toISOString()
const confirm = (appointmentId: string, { clerk } = at.clinic) =>
  clerk.desk.confirm({ body: { appointmentIds: [appointmentId] } })

test('a booking waits for its fee; paid, it goes on to the clinic, which confirms it', async () => {
  const who = await at.resident()
  const { slotId, day } = await at.session()
  const booked = await at.book(who, slotId)
  const payBefore = after(booked.createdAt, 15)
  expect(booked).toMatchObject({ status: 'pending', fee, payment: { state: 'due', amount: fee, payBefore } })
  expect(booked.can).toMatchObject({ cancel: true, move: false })
  const { appointmentId } = booked
  const { orderId } = booked.payment!
  expect((await at.read(who, appointmentId)).payment).toEqual(booked.payment)
  const order = await who.payments.order({ params: { orderId } })
  const [, month, date] = day.split('-').map(Number)
  expect(order).toMatchObject({
    purposeId: appointmentId,
    what: `${month}月${date}日 上午 全科 李明 挂号费`,
    amount: fee,
  })

  await at.pay(who, orderId)
  const paid = await at.read(who, appointmentId)
  expect(paid).toMatchObject({ status: 'pending', payment: { state: 'paid', orderId, payBefore: null } })
  expect(paid.lastChange).toMatchObject({ by: 'system', reason: '挂号费已付' })
  expect(await at.told(appointmentId)).toEqual([])
  expect((await confirm(appointmentId)).results).toMatchObject([{ ok: true }])
  expect(await at.told(appointmentId)).toEqual(['appointment_confirmed'])
})

test('where the clinic does not confirm, the payment makes it firm and says so', async () => {
  const clinic = await newClinic(at, { payOnline: true, payMinutes: 30, confirmByClinic: false })
  const who = await at.resident()
  const { slotId } = await clinic.addSession({ inDays: 3, fee })
  const { appointmentId, payment, status, createdAt } = await at.book(who, slotId)
  expect(status).toBe('pending')
  expect(payment!.payBefore).toBe(after(createdAt, 30))
  await at.pay(who, payment!.orderId)
  expect(await at.read(who, appointmentId)).toMatchObject({ status: 'booked', payment: { state: 'paid' } })
  expect(await at.told(appointmentId)).toEqual(['appointment_confirmed'])
})

test('until it is paid the desk can neither confirm nor check in, and sees why', async () => {
  const who = await at.resident()
  const { slotId, sessionId, day } = await at.session({ inDays: 0, from: '15:00' })
  const { appointmentId, payment } = await at.book(who, slotId)
  const free = await at.book(await at.resident(), (await at.session({ inDays: 0, from: '15:00', fee: 0 })).slotId)
  expect(free.payment).toBeNull()
  const { clerk } = at.clinic
  const both = await clerk.desk.confirm({ body: { appointmentIds: [appointmentId, free.appointmentId] } })
  expect(both.results).toEqual([
    { appointmentId, ok: false, code: 'payment_due' },
    { appointmentId: free.appointmentId, ok: true, code: null },
  ])
  expect(await codeOf(clerk.desk.checkIn(params(appointmentId)))).toBe('payment_due')
  const { appointments } = await clerk.desk.deskAppointments({ query: { day, sessionId } })
  expect(appointments).toMatchObject([{ appointmentId, payment: { state: 'due', amount: fee } }])
  const { sessions } = await clerk.desk.deskSessions({ query: { day } })
  expect(sessions.find(s => s.sessionId === sessionId)).toMatchObject({ pending: 0 })
  expect(await clerk.desk.exportSession({ params: { sessionId } })).toContain('等待付款')
  await at.pay(who, payment!.orderId)
  expect(await clerk.desk.checkIn(params(appointmentId))).toMatchObject({
    status: 'arrived',
    payment: { state: 'paid' },
  })
})

test('not paid in time it goes back once, to who waits for it, and frees the limits', async () => {
  const who = await at.resident()
  const next = await at.resident()
  const { slotId, sessionId } = await at.session({ slots: 1, numbers: 1 })
  const { appointmentId, payment } = await at.book(who, slotId)
  await at.prepay(who, payment!.orderId)
  await next.appointments.joinWaitlist({ body: { sessionId, personId: next.personId } })
  await at.expire(14 * minute)
  expect((await at.read(who, appointmentId)).status).toBe('pending')
  await at.expire(2 * minute)
  await at.runJob('payments-expire')
  const gone = await at.read(who, appointmentId)
  expect(gone).toMatchObject({ status: 'cancelled', payment: null })
  expect(gone.lastChange).toMatchObject({ by: 'system', reason: '15 分钟内没有付款，号已放回' })
  expect(await at.told(appointmentId)).toEqual(['appointment_refused'])
  expect(await codeOf(who.payments.pay({ params: { orderId: payment!.orderId } }))).toBe('order_closed')

  const [offer] = (await next.appointments.waitlist({})).entries
  expect(offer).toMatchObject({ state: 'offered', offer: { slotId } })
  const told = await at.db.query('SELECT kind, urgent FROM message_event WHERE event_key = ?', [
    `waitlist:${offer!.entryId}:offer`,
  ])
  expect(told).toEqual([{ kind: 'waitlist_offer', urgent: 1 }])
  const taken = await next.appointments.acceptOffer({ params: { entryId: offer!.entryId } })
  expect(taken).toMatchObject({ status: 'pending', payment: { state: 'due', amount: fee } })
  await at.pay(next, taken.payment!.orderId)
  expect((await at.read(next, taken.appointmentId)).payment).toMatchObject({ state: 'paid' })
  const elsewhere = await at.session()
  expect((await at.book(who, elsewhere.slotId)).payment).toMatchObject({ state: 'due' })
})

test('paid after the number went back: the money goes back too, the number stays gone', async () => {
  const who = await at.resident()
  const { slotId } = await at.session()
  const { appointmentId, payment } = await at.book(who, slotId)
  const prepaid = await at.prepay(who, payment!.orderId)
  await at.expire()
  await at.payWith(prepaid, { late: true })
  await at.refund()
  expect(await at.read(who, appointmentId)).toMatchObject({ status: 'cancelled', payment: null })
  expect(await at.refunds(payment!.orderId)).toEqual([fee])
})

test('a payment under way when the number is given back is refunded', async () => {
  const who = await at.resident()
  const { slotId } = await at.session()
  const { appointmentId, payment } = await at.book(who, slotId)
  const prepaid = await at.prepay(who, payment!.orderId)
  expect(await at.cancel(who, appointmentId)).toMatchObject({ status: 'cancelled', payment: null })
  await at.payWith(prepaid, { late: true })
  await at.runJob('payments-expire')
  await at.refund()
  expect(await at.refunds(payment!.orderId)).toEqual([fee])
  expect((await at.read(who, appointmentId)).status).toBe('cancelled')
})

test('a second tap books nothing more; while WeChat is away the number is kept', async () => {
  const who = await at.resident()
  const { slotId } = await at.session()
  const headers = { 'Idempotency-Key': 'one-tap-of-a-thumb-on-a-slow-phone' }
  const tap = () => who.ask('POST', '/appointments', { body: { slotId, personId: who.personId }, headers })
  const [first, second] = [await tap(), await tap()]
  expect(first.status).toBe(201)
  expect(second.body).toEqual(first.body)
  const { appointmentId, payment } = first.body as { appointmentId: string; payment: { orderId: string } }
  await at.wechat.pay.misbehave({ on: 'api', what: 'down' })
  expect(await codeOf(who.payments.pay({ params: { orderId: payment.orderId } }))).toBe('payment_unavailable')
  await at.wechat.pay.behave()
  await at.pay(who, payment.orderId)
  expect(await at.read(who, appointmentId)).toMatchObject({ payment: { state: 'paid' } })
})

test('a relative may pay; a stranger finds no such order', async () => {
  const who = await at.resident()
  const child = await at.resident()
  const relative = { kind: 'relative', phone: child.wechatPhone, relation: 'child' } as const
  const endsOn = new Date(at.clock.now().getTime() + 30 * 86_400_000).toISOString().slice(0, 10)
  await who.identity.grantProxy({ body: { grantee: relative, scope: ['appointments'], endsOn } })
  const { appointmentId, payment } = await at.book(who, (await at.session()).slotId)
  const { orderId } = payment!
  const stranger = await at.resident()
  expect(await codeOf(stranger.payments.pay({ params: { orderId } }))).toBe('not_found')
  expect(await codeOf(at.read(stranger, appointmentId))).toBe('not_found')
  await at.pay(child, orderId)
  expect((await at.read(child, appointmentId)).payment).toMatchObject({ state: 'paid' })
})

describe('free of the fee', () => {
  const birthDate = (age: number) => `${at.clock.now().getUTCFullYear() - age}-01-01`

  test.each([
    [75, null],
    [40, fee],
    [69, fee],
  ])('at %i years one pays %p', async (age, amount) => {
    const who = await newResident(at, { birthDate: birthDate(age) })
    const { slotId, sessionId } = await at.session()
    const { fee: own, payNow } = await who.appointments.session({
      params: { sessionId },
      query: { personId: who.personId },
    })
    const { payment, fee: told } = await at.book(who, slotId)
    expect(payment?.amount ?? null).toBe(amount)
    expect(told).toBe(amount ?? 0)
    expect(own).toBe(amount ?? 0)
    expect(payNow).toEqual(amount && { fee: amount, minutes: 15 })
  })

  test('a follow-up, and what a doctor books, which is paid at the window', async () => {
    const who = await at.resident()
    const { slotId } = await at.session({ inDays: 0, from: '14:00' })
    const { appointmentId } = await at.paid(who, slotId)
    const { clerk } = at.clinic
    await clerk.desk.checkIn(params(appointmentId))
    await clerk.desk.fulfil(params(appointmentId))
    const later = await at.session({ inDays: 1 })
    const followUp = await who.appointments.bookFollowUp({ ...params(appointmentId), body: { slotId: later.slotId } })
    expect(followUp).toMatchObject({ fee: 0, payment: null, followUp: true })

    const { institutionId, doctorId } = at.clinic
    const doctor = await newStaff(at, { role: 'doctor', institutionId, practitionerId: doctorId }, await at.resident())
    const { name, identityNumber } = who.onFile
    const endsOn = new Date(at.clock.now().getTime() + 30 * 86_400_000).toISOString().slice(0, 10)
    const paper = { name, identityNumber, scope: ['appointments' as const], endsOn, paperReference: '文件夹 2' }
    await doctor.identityStaff.recordProxy({ body: paper })
    const body = { slotId: (await at.session({ inDays: 5 })).slotId, personId: who.personId }
    expect(await doctor.appointments.book({ body })).toMatchObject({ fee, payment: null, status: 'pending' })
  })

  test('a session without a fee of its own costs what the title costs; one that is free is free', async () => {
    const clinic = await newClinic(at, { payOnline: true, titleFees: [{ title: '主治医师', fee: 800 }] })
    const who = await at.resident()
    const { session } = await clinic.addSession({ inDays: 3 })
    const told = async () => {
      const { departmentId } = clinic
      const { doctors } = await who.appointments.availability({ params: { departmentId }, query: {} })
      return doctors.flatMap(d => d.sessions).map(s => s.fee)
    }
    expect(await told()).toEqual([0])
    const updatedAt = new Date(at.clock.now().getTime() + 1000)
    await applySchedules(at.context, { sessions: [{ ...session, fee: null, updatedAt }] })
    expect(await told()).toEqual([800])
  })

  test('where fees are paid at the window', async () => {
    const clinic = await newClinic(at)
    const { slotId } = await clinic.addSession({ inDays: 3, fee })
    expect(await at.book(await at.resident(), slotId)).toMatchObject({ fee, payment: null })
  })
})

test('the first page shows what waits to be paid before what comes sooner', async () => {
  const who = await at.resident()
  await at.paid(who, (await at.session({ inDays: 1 })).slotId)
  const due = await at.book(who, (await at.session({ inDays: 6 })).slotId)
  const { next } = await who.appointments.home({ query: {} })
  expect(next).toMatchObject({ appointmentId: due.appointmentId, payment: { state: 'due' } })
})
