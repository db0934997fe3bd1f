/** What was paid comes back when a number ends without a visit: cancelled, refused, stopped, unanswered; and what moves. */
import { applyPlatformDecisions, applySchedules } from '..'
import { codeOf } from '../../../testing/client'
import { newClinic, setCountyTime } from '../../../testing/clinic'
import { type PaidClinic, fee, minute, startPaidClinic } from './testing'

let at: PaidClinic
beforeAll(async () => void (at = await startPaidClinic()), 60_000)
afterAll(() => at?.stop())
afterEach(async () => expect(await at.wrong()).toEqual([]))

const params = (appointmentId: string) => ({ params: { appointmentId } })
const refuse = (...appointmentIds: string[]) =>
  at.clinic.clerk.desk.refuse({ body: { appointmentIds, reason: '医生临时出诊' } })
const move = (who: { appointments: PaidClinic['clinic']['clerk']['appointments'] }, id: string, slotId: string) =>
  who.appointments.move({ ...params(id), body: { slotId } })
const somebody = async (given = {}) => {
  const who = await at.resident()
  const session = await at.session(given)
  return { who, session, ...(await at.paid(who, session.slotId)) }
}

test('cancelled in time: on its way back at once, then back; everybody sees it', async () => {
  const { who, appointmentId, orderId } = await somebody()
  const cancelled = await at.cancel(who, appointmentId)
  expect(cancelled).toMatchObject({ status: 'cancelled', payment: { state: 'refunding', orderId, payBefore: null } })
  expect(await codeOf(at.cancel(who, appointmentId))).toBe('appointment_state')
  await at.refund()
  expect((await at.read(who, appointmentId)).payment).toMatchObject({ state: 'refunded' })
  expect(await at.refunds(orderId)).toEqual([fee])
  const { refunds } = await who.payments.order({ params: { orderId } })
  expect(refunds).toMatchObject([{ reason: 'cancelled', words: '按时退号，挂号费全退', state: 'success' }])
})

test('a part that the desk gives back is told on both sides at once, and the visit goes on', async () => {
  const { who, appointmentId, orderId, session } = await somebody()
  const { clerk } = at.clinic
  await clerk.enterSecondFactor()
  const body = { amount: 500, reason: '收费有误，退回多收的' }
  const told = { state: 'paid', amount: fee, refunded: 500 }
  await clerk.paymentsDesk.refund({ params: { orderId }, body })
  const { appointments } = await clerk.desk.deskAppointments({ query: { day: session.day } })
  expect(appointments.find(a => a.appointmentId === appointmentId)!.payment).toMatchObject(told)
  await at.refund()
  expect(await at.read(who, appointmentId)).toMatchObject({ status: 'pending', payment: told })
  expect(await at.refunds(orderId)).toEqual([500])
})

test('cancelled many times at once: one refund', async () => {
  const { who, appointmentId, orderId } = await somebody()
  await Promise.allSettled(Array.from({ length: 6 }, () => at.cancel(who, appointmentId)))
  await at.refund()
  expect(await at.refunds(orderId)).toEqual([fee])
})

test('a due number may be given back even after the deadline; a paid one not', async () => {
  const who = await at.resident()
  const soon = { inDays: 0, from: '12:00', grade: 'expert' as const }
  const due = await at.book(who, (await at.session(soon)).slotId)
  expect(due.can.cancel).toBe(true)
  expect(await at.cancel(who, due.appointmentId)).toMatchObject({ status: 'cancelled', payment: null })
  const paid = await somebody(soon)
  expect(await codeOf(at.cancel(paid.who, paid.appointmentId))).toBe('cancel_too_late')
})

test('refused: the money waits for the minute of the undo, then goes back', async () => {
  const { who, appointmentId, orderId } = await somebody()
  await refuse(appointmentId)
  expect(await at.read(who, appointmentId)).toMatchObject({ status: 'cancelled', payment: { state: 'refunding' } })
  await at.refund()
  expect(await at.refunds(orderId)).toEqual([])
  await at.pass(61_000)
  await at.refund()
  expect(await at.refunds(orderId)).toEqual([fee])
  expect((await at.read(who, appointmentId)).payment).toMatchObject({ state: 'refunded' })
  expect(await codeOf(at.clinic.clerk.desk.undo(params(appointmentId)))).toBe('undo_ended')
  expect(await at.told(appointmentId)).toEqual(['appointment_refused'])
})

test('a refusal taken back keeps number and money; the person is told again', async () => {
  const { who, appointmentId, orderId } = await somebody()
  await refuse(appointmentId)
  const back = await at.clinic.clerk.desk.undo(params(appointmentId))
  expect(back).toMatchObject({ status: 'pending', payment: { state: 'paid' } })
  await at.pass(2 * minute)
  await at.refund()
  expect(await at.refunds(orderId)).toEqual([])
  expect(await at.read(who, appointmentId)).toMatchObject({ status: 'pending', payment: { state: 'paid' } })
  expect(await at.told(appointmentId)).toEqual(['appointment_refused', 'appointment_confirmed'])
  await at.runJob('notifications-deliver')
  const [last] = (await who.notifications.messages({ query: {} })).messages
  expect(last).toMatchObject({ title: '号还在' })
})

test('a due number that is refused is gone: its order was given up', async () => {
  const who = await at.resident()
  const { appointmentId, payment } = await at.book(who, (await at.session()).slotId)
  await refuse(appointmentId)
  expect(await codeOf(at.clinic.clerk.desk.undo(params(appointmentId)))).toBe('undo_ended')
  expect(await codeOf(who.payments.pay({ params: { orderId: payment!.orderId } }))).toBe('order_closed')
  expect((await at.read(who, appointmentId)).payment).toBeNull()
})

test('stopped: every paid booking comes back, what is due is given up, each is told at once', async () => {
  const session = await at.session({ numbers: 3 })
  const [paid, due, arrived] = [await at.resident(), await at.resident(), await at.resident()]
  const first = await at.paid(paid, session.slotId)
  const second = await at.book(due, session.slotId)
  const third = await at.paid(arrived, session.slotId)
  const { sessionId } = session
  await at.clinic.clerk.desk.stopSession({ params: { sessionId }, body: { reason: '医生生病' } })
  await at.refund()
  expect((await at.read(paid, first.appointmentId)).payment).toMatchObject({ state: 'refunded' })
  expect(await at.read(due, second.appointmentId)).toMatchObject({ status: 'cancelled', payment: null })
  expect([...(await at.refunds(first.orderId)), ...(await at.refunds(third.orderId))]).toEqual([fee, fee])
  const told = await at.db.query(
    `SELECT urgent, link FROM message_event WHERE kind = 'appointment_stopped' AND event_key LIKE ?`,
    [`appointment:${first.appointmentId}:%`],
  )
  expect(told).toEqual([
    { urgent: 1, link: `packages/resident/appointments/detail?appointmentId=${first.appointmentId}` },
  ])
})

test('the platform stops a session, or refuses: the same', async () => {
  const { who, appointmentId, orderId, session } = await somebody()
  const later = { updatedAt: new Date(at.clock.now().getTime() + 1000), stopped: true, stopReason: '停诊' }
  await applySchedules(at.context, { sessions: [{ ...session.session, ...later }] })
  const other = await somebody()
  const { appointmentId: id } = other
  const [{ version }] = await at.db.query('SELECT version FROM appointment WHERE appointment_id = ?', [id])
  const refused = { appointmentId: id, version, status: 'cancelled' as const, reason: '号源调整' }
  expect(await applyPlatformDecisions(at.context, [refused])).toBe(1)
  await at.refund()
  expect(await at.refunds(orderId)).toEqual([fee])
  expect(await at.refunds(other.orderId)).toEqual([fee])
  expect((await at.read(who, appointmentId)).payment).toMatchObject({ state: 'refunded' })
  expect(await at.told(id)).toEqual(['appointment_refused'])
})

test('the platform cannot confirm what is not paid', async () => {
  const who = await at.resident()
  const { appointmentId } = await at.book(who, (await at.session()).slotId)
  const early = { appointmentId, version: 1, status: 'booked' as const, reason: null }
  expect(await applyPlatformDecisions(at.context, [early])).toBe(0)
  expect(await at.read(who, appointmentId)).toMatchObject({ status: 'pending', payment: { state: 'due' } })
})

describe('moved', () => {
  test('to a number of the same price it takes its payment along', async () => {
    const { who, appointmentId, orderId } = await somebody()
    const to = await at.session({ inDays: 5, from: '14:00' })
    const moved = await move(who, appointmentId, to.slotId)
    expect(moved).toMatchObject({ slotId: to.slotId, payment: { state: 'paid', orderId } })
    const { what } = await who.payments.order({ params: { orderId } })
    expect(what).toContain(`${Number(to.day.slice(8))}日 下午`)
    await at.refund()
    expect(await at.refunds(orderId)).toEqual([])
  })

  test('where numbers are firm at once the new time is told', async () => {
    const firm = await newClinic(at, { payOnline: true, confirmByClinic: false })
    const who = await at.resident()
    const { appointmentId } = await at.paid(who, (await firm.addSession({ inDays: 3, fee })).slotId)
    const to = await firm.addSession({ inDays: 4, fee })
    expect(await move(who, appointmentId, to.slotId)).toMatchObject({ status: 'booked', payment: { state: 'paid' } })
    expect(await at.told(appointmentId)).toEqual(['appointment_confirmed', 'appointment_confirmed'])
  })

  test('not to another price, nor before it is paid, nor from free to not free', async () => {
    const { who, appointmentId } = await somebody()
    const dearer = await at.session({ inDays: 4, fee: 3000 })
    const free = await at.session({ inDays: 4, fee: 0 })
    expect(await codeOf(move(who, appointmentId, dearer.slotId))).toBe('fee_differs')
    expect(await codeOf(move(who, appointmentId, free.slotId))).toBe('fee_differs')
    const elsewhere = await newClinic(at, { payOnline: true })
    const same = await elsewhere.addSession({ inDays: 4, fee })
    expect(await codeOf(move(who, appointmentId, same.slotId))).toBe('fee_differs')

    const poor = await at.resident()
    const due = await at.book(poor, (await at.session({ inDays: 6 })).slotId)
    expect(await codeOf(move(poor, due.appointmentId, dearer.slotId))).toBe('payment_due')
    const none = await at.resident()
    const nothing = await at.book(none, free.slotId)
    expect(await codeOf(move(none, nothing.appointmentId, dearer.slotId))).toBe('fee_differs')
  })
})

describe('an accepted offer', () => {
  const offered = async (price: number) => {
    const who = await at.resident()
    const inDays = 7 + price / 500
    const earlier = await at.paid(who, (await at.session({ inDays, from: '15:00' })).slotId)
    const full = await at.session({ inDays, slots: 1, numbers: 1, fee: price })
    const holder = await at.paid(await at.resident(), full.slotId)
    await who.appointments.joinWaitlist({ body: { sessionId: full.sessionId, personId: who.personId } })
    await refuse(holder.appointmentId)
    const [entry] = (await who.appointments.waitlist({})).entries
    return { who, earlier, taken: await who.appointments.acceptOffer({ params: { entryId: entry!.entryId } }) }
  }

  test('of the same price is paid by the earlier booking', async () => {
    const { who, earlier, taken } = await offered(fee)
    expect(taken).toMatchObject({ status: 'pending', payment: { state: 'paid', orderId: earlier.orderId } })
    expect(await at.read(who, earlier.appointmentId)).toMatchObject({ status: 'cancelled', payment: null })
    await at.cancel(who, taken.appointmentId)
    await at.refund()
    expect(await at.refunds(earlier.orderId)).toEqual([fee])
    expect((await at.read(who, taken.appointmentId)).payment).toMatchObject({ state: 'refunded' })
  })

  test('of another price is to be paid; the earlier fee comes back', async () => {
    const { earlier, taken } = await offered(500)
    expect(taken.payment).toMatchObject({ state: 'due', amount: 500 })
    await at.refund()
    expect(await at.refunds(earlier.orderId)).toEqual([fee])
  })
})

test('one that the clinic never answered ends when its session does, with kind words and the money', async () => {
  const { who, appointmentId, orderId } = await somebody({ inDays: 1, slots: 1 })
  const due = await at.book(await at.resident(), (await at.session({ inDays: 1, slots: 1 })).slotId)
  setCountyTime(at, '09:00', 1)
  await at.runJob('appointments-close-past')
  const lapsed = await at.read(who, appointmentId)
  expect(lapsed).toMatchObject({ status: 'cancelled', payment: { state: 'refunding' } })
  expect(lapsed.lastChange.reason).toContain('没有来得及确认')
  await at.refund()
  expect(await at.refunds(orderId)).toEqual([fee])
  await at.expire()
  const [row] = await at.db.query('SELECT status FROM appointment WHERE appointment_id = ?', [due.appointmentId])
  expect(row).toEqual({ status: 'cancelled' })
})

test('who does not come is not refunded', async () => {
  const { who, appointmentId, orderId } = await somebody({ inDays: 0, from: '16:00' })
  await at.clinic.clerk.enterSecondFactor()
  await at.clinic.clerk.desk.confirm({ body: { appointmentIds: [appointmentId] } })
  setCountyTime(at, '16:31')
  await at.clinic.clerk.enterSecondFactor()
  await at.clinic.clerk.desk.markNoShow(params(appointmentId))
  await at.refund()
  expect(await at.read(who, appointmentId)).toMatchObject({ status: 'noshow', payment: { state: 'paid' } })
  expect(await at.refunds(orderId)).toEqual([])
})
