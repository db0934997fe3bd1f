/**
 * Hot slots whose numbers cost something: 16 people book, pay (also late, also twice), cancel, are refused, undone and
 * stopped, their time runs out, all at once. Done when: never over capacity, every number is somewhere, nobody's money is
 * kept for nothing, nothing answers 5xx.
 */
import { ProblemError } from 'shared/kernel/client'
import { errors } from 'shared/kernel/errors'
import type { Resident } from '../../../testing/signed-in'
import { wrongSlots } from '../../../testing/invariants'
import { type PaidClinic, minute, startPaidClinic } from './testing'

const people = 16
const runMs = 10_000

let at: PaidClinic
beforeAll(
  async () =>
    void (at = await startPaidClinic({ perDepartmentPerDay: 10, payMinutes: 5 }, { UNPAID_HOLDS_PER_DAY: '100000' })),
  60_000,
)
afterAll(() => at?.stop())

const pick = <T>(list: readonly T[]): T => list[Math.floor(Math.random() * list.length)]!
const counts = new Map<string, number>()
const note = (what: string) => counts.set(what, (counts.get(what) ?? 0) + 1)
const pause = (ms: number) => new Promise(resolve => setTimeout(resolve, ms))

/** Counts what was answered. Payments that WeChat itself refuses are the sandbox's words. */
const attempt = async <T>(what: string, call: Promise<T>): Promise<T | undefined> => {
  try {
    const answer = await call
    note(what)
    return answer
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error
    note(`${what}:${error.code}`)
    // Of two payments at once at WeChat, one may be told to come again.
    if (errors[error.code].status >= 500 && error.code !== 'payment_unavailable') throw error
    return undefined
  }
}

const acting = (who: Resident, slotIds: () => string[]) => {
  const mine: { appointmentId: string; orderId: string | undefined }[] = []
  const book = async () => {
    const booked = await attempt('book', at.book(who, pick(slotIds())))
    if (booked) mine.push({ appointmentId: booked.appointmentId, orderId: booked.payment?.orderId })
  }
  const pay = async () => {
    const orderId = mine.length ? pick(mine).orderId : undefined
    if (!orderId) return book()
    const prepaid = await attempt('pay', at.prepay(who, orderId))
    if (!prepaid) return
    const late = Math.random() < 0.3
    const phones = Array.from({ length: pick([1, 1, 2]) }, () =>
      at.payWith(prepaid, { late }).catch(() => note('refused')),
    )
    await Promise.all(phones)
  }
  const cancel = async () => {
    const one = mine.pop()
    if (!one) return book()
    const once = () => attempt('cancel', at.cancel(who, one.appointmentId))
    await Promise.all([once(), once(), pay()])
  }
  return () => pick([book, book, pay, pay, cancel])()
}

const desk = async () => {
  const { clerk } = at.clinic
  const live = (await at.db.query(
    `SELECT appointment_id AS id FROM appointment WHERE status IN ('pending', 'booked') ORDER BY RAND() LIMIT 3`,
  )) as { id: string }[]
  const appointmentIds = live.map(({ id }) => id)
  if (!appointmentIds.length) return
  if (Math.random() < 0.5) return attempt('confirm', clerk.desk.confirm({ body: { appointmentIds } }))
  await attempt('refuse', clerk.desk.refuse({ body: { appointmentIds, reason: '医生临时有急诊' } }))
  if (Math.random() < 0.5) await attempt('undo', clerk.desk.undo({ params: { appointmentId: pick(appointmentIds) } }))
}

/** Every order has come to its end, every notice has arrived, every refund too. */
const atRest = async () => {
  for (let round = 0; round < 6; round++) {
    await at.pass(5 * minute)
    for (const job of ['payments-poll', 'payments-expire', 'payments-refunds']) await at.runJob(job)
  }
  await at.wechat.pay.settle()
}

test('paid numbers never pass capacity, and no money is kept for nothing', async () => {
  const session = () => at.session({ inDays: 2 + Math.floor(Math.random() * 8), slots: 2, numbers: 2, from: '08:00' })
  const sessions = await Promise.all(Array.from({ length: 8 }, session))
  const slotIds = () => sessions.flatMap(s => s.slotIds)
  const residents = await Promise.all(Array.from({ length: people }, () => at.resident()))
  const stops = async () => {
    const { sessionId } = sessions.shift()!
    sessions.push(await session())
    await attempt('stop', at.clinic.clerk.desk.stopSession({ params: { sessionId }, body: { reason: '医生生病' } }))
  }
  const ends = Date.now() + runMs
  const until = async (act: () => Promise<unknown>, every = 0) => {
    while (Date.now() < ends) await Promise.all([act(), pause(every)])
  }
  const oversold: object[] = []
  await Promise.all([
    ...residents.map(who => until(acting(who, slotIds))),
    until(desk, 20),
    until(desk, 20),
    until(() => pause(runMs / 8).then(stops)),
    until(() => at.runJob('payments-expire'), 100),
    until(() => at.runJob('payments-refunds'), 100),
    // A minute of the county's in each quarter of a second: numbers run out while they are paid.
    until(async () => at.clock.push(minute / 4), 250),
    until(async () => void oversold.push(...(await wrongSlots(at))), 100),
  ])
  expect(oversold).toEqual([])

  // At rest: what is due runs out, what is owed goes back.
  await atRest()
  expect(await at.wrong()).toEqual([])
  const [{ held }] = await at.db.query(
    `SELECT COALESCE(SUM(amount), 0) AS held FROM ledger_entry WHERE account = 'wechat'`,
  )
  const [{ kept }] = await at.db.query(
    `SELECT COALESCE(SUM(fee), 0) AS kept FROM appointment WHERE payment_state = 'paid' AND status <> 'cancelled'`,
  )
  expect(Number(held)).toBe(Number(kept))
  const { orders, refunds } = await at.wechat.pay.books()
  const paid = orders.filter(o => o.state === 'SUCCESS').reduce((sum, o) => sum + o.total, 0)
  const back = refunds.filter(r => r.status === 'SUCCESS').reduce((sum, r) => sum + r.amount, 0)
  expect(paid - back).toBe(Number(kept))
  // The run did what it is about.
  for (const seen of ['book', 'pay', 'cancel', 'refuse', 'stop', 'confirm', 'book:slot_full'])
    expect([seen, counts.get(seen) ?? 0]).not.toEqual([seen, 0])
  const [{ unpaid }] = await at.db.query(
    `SELECT COUNT(*) AS unpaid FROM appointment WHERE status = 'cancelled' AND last_change_by = 'system'`,
  )
  expect(Number(unpaid)).toBeGreaterThan(0)
}, 90_000)
