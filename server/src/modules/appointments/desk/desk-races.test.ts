/** Many at the same moment, over real HTTP: nobody is called twice, no number is given or given back twice. */
import { addDays, dayOf, instantOf } from '../../../clock'
import { type Clinic, newClinic } from '../../../testing/clinic'
import { untoldChanges, wrongSlots } from '../../../testing/invariants'
import { type TestServer, startTestServer } from '../../../testing/server'
import { type Resident, newResident } from '../../../testing/signed-in'

const zone = 'Asia/Shanghai'
const many = 12
let server: TestServer
let clinic: Clinic
let residents: Resident[]

beforeAll(async () => {
  server = await startTestServer({ environment: { STAFF_PERIOD_HOURS: '24', STAFF_IDLE_MINUTES: '1440' } })
  server.clock.set(instantOf(addDays(dayOf(new Date(), zone), 1), '08:30', zone))
  clinic = await newClinic(server, { confirmByClinic: false, perDepartmentPerDay: 9, perPhonePerMonth: 99 })
  residents = []
  for (let n = 0; n < many; n++) residents.push(await newResident(server))
}, 120_000)
afterAll(() => server.stop())
afterEach(async () => {
  expect(await wrongSlots(server)).toEqual([])
  expect(await untoldChanges(server)).toEqual([])
})

const book = async (who: Resident, slotId: string) =>
  (await who.appointments.book({ body: { slotId, personId: who.personId } })).appointmentId
const cancel = (who: Resident, appointmentId: string) =>
  who.appointments.cancel({ params: { appointmentId }, body: {} })
/** What each came to: its value, or the code it was refused with. */
const outcomes = async <T>(calls: Promise<T>[]): Promise<(T | string)[]> =>
  (await Promise.allSettled(calls)).map(o => (o.status === 'fulfilled' ? o.value : (o.reason as { code: string }).code))
/** A refusal that names no rule: something gave way that should have held. */
const broken = (outcome: unknown): boolean => ['internal', 'unavailable', 'conflict'].includes(outcome as string)
const numbers = (n: number) => Array.from({ length: n }, (_, i) => i + 1)
const statusOf = async (appointmentId: string): Promise<string> =>
  (await server.db.query('SELECT status FROM appointment WHERE appointment_id = ?', [appointmentId]))[0].status

test('all check in at once: queue numbers 1 … n, each once; the same person once', async () => {
  const { slotId } = await clinic.addSession({ inDays: 0, from: '09:00', numbers: many })
  const ids = await Promise.all(residents.map(r => book(r, slotId)))
  const { desk } = clinic.clerk
  const twice = await outcomes([...ids, ...ids].map(appointmentId => desk.checkIn({ params: { appointmentId } })))
  const arrived = twice.flatMap(o => (typeof o === 'string' ? [] : [o.queueNumber!]))
  expect(arrived.sort((a, b) => a - b)).toEqual(numbers(many))
  expect(twice.filter(o => o === 'appointment_state')).toHaveLength(many)
})

test('many desks call at once: everybody once, in the order of arrival', async () => {
  const { slotId, sessionId } = await clinic.addSession({ inDays: 0, from: '10:00', numbers: many })
  const { desk } = clinic.clerk
  for (const r of residents) await desk.checkIn({ params: { appointmentId: await book(r, slotId) } })
  const call = () => desk.callNext({ params: { sessionId } })
  const first = await Promise.all(numbers(5).map(call))
  expect(first.map(c => c.called!.queueNumber!).sort((a, b) => a - b)).toEqual(numbers(5))
  const rest = await Promise.all(numbers(many).map(call))
  const called = rest.flatMap(c => (c.called ? [c.called.queueNumber!] : []))
  expect(called.sort((a, b) => a - b)).toEqual(numbers(many).slice(5))
})

test('refused, cancelled, confirmed and checked in at once: one wins, one number comes back at most', async () => {
  const { desk } = clinic.clerk
  for (let round = 0; round < 6; round++) {
    const { slotId } = await clinic.addSession({ inDays: 0, from: '15:00', slots: 1, numbers: 1 })
    const who = residents[round]!
    const appointmentId = await book(who, slotId)
    const params = { appointmentId }
    const refuse = () => desk.refuse({ body: { appointmentIds: [appointmentId], reason: '号源调整' } })
    const results = await outcomes<unknown>([
      ...numbers(4).map(refuse),
      ...numbers(4).map(() => cancel(who, appointmentId)),
      desk.checkIn({ params }),
      desk.confirm({ body: { appointmentIds: [appointmentId] } }),
    ])
    expect(results.filter(broken)).toEqual([])
    const [slot] = await server.db.query('SELECT public_remaining AS free FROM appointment_slot WHERE slot_id = ?', [
      slotId,
    ])
    expect([await statusOf(appointmentId), slot.free]).toEqual(
      slot.free ? ['cancelled', 1] : [expect.stringMatching(/booked|arrived/), 0],
    )
  }
})

test('stopped while everybody books and cancels: nobody is left with a number', async () => {
  for (let round = 0; round < 6; round++) {
    const { slotIds, sessionId } = await clinic.addSession({ inDays: 3 + round, slots: 3, numbers: 4 })
    const early = await Promise.all(
      residents.slice(0, 4).map(async (r, n) => ({ r, id: await book(r, slotIds[n % 3]!) })),
    )
    // In the midst of bookings that have looked but not yet taken.
    const stop = async (_: number, n: number) => {
      await new Promise(resolve => setTimeout(resolve, 4 * round + 2 * n))
      return clinic.clerk.desk.stopSession({ params: { sessionId }, body: { reason: '医生停诊' } })
    }
    const results = await outcomes<unknown>([
      ...residents.slice(4).map((r, n) => book(r, slotIds[n % 3]!)),
      ...numbers(2).map(stop),
      ...early.map(({ r, id }) => cancel(r, id)),
    ])
    expect(results.filter(broken)).toEqual([])
    const [live] = await server.db.query(
      `SELECT COUNT(*) AS n FROM appointment WHERE session_id = ? AND status <> 'cancelled'`,
      [sessionId],
    )
    expect(Number(live.n)).toBe(0)
  }
})

test('offered, accepted, left and given back at once: every number is somebody’s or free', async () => {
  const { slotIds, sessionId } = await clinic.addSession({ inDays: 7, slots: 2, numbers: 2 })
  const holders = residents.slice(0, 4)
  const held = await Promise.all(holders.map((r, n) => book(r, slotIds[n % 2]!)))
  const waiters = residents.slice(4)
  for (const w of waiters) await w.appointments.joinWaitlist({ body: { sessionId, personId: w.personId } })
  const act = async (w: Resident, n: number) => {
    const { entries } = await w.appointments.waitlist({})
    const entryId = entries.find(e => e.session.sessionId === sessionId)!.entryId
    return n % 3 === 2
      ? w.appointments.leaveWaitlist({ params: { entryId } })
      : w.appointments.acceptOffer({ params: { entryId } })
  }
  const results = await outcomes<unknown>([
    ...holders.map((r, n) => cancel(r, held[n]!)),
    ...waiters.map(act),
    server.runJob('appointments-waitlist-offers'),
    ...waiters.map(act),
  ])
  expect(results.filter(broken)).toEqual([])
  expect(await wrongSlots(server)).toEqual([])
  // Offers go on until every number is taken by one who wanted it.
  for (let round = 0; round < 4; round++)
    await outcomes<unknown>(waiters.map((w, n) => (n % 3 === 2 ? Promise.resolve() : act(w, n))))
  const [{ n }] = await server.db.query(
    `SELECT COUNT(*) AS n FROM appointment WHERE session_id = ? AND status <> 'cancelled'`,
    [sessionId],
  )
  expect(Number(n)).toBe(4)
})

test('two no-shows marked at once count both', async () => {
  const strict = await newClinic(server, {
    confirmByClinic: false,
    perDepartmentPerDay: 9,
    noShowLimit: 2,
    lateMinutes: 0,
  })
  const who = await newResident(server)
  const ids: string[] = []
  for (const from of ['09:00', '09:30']) {
    ids.push(await book(who, (await strict.addSession({ inDays: 0, from })).slotId))
  }
  server.clock.set(instantOf(dayOf(server.clock.now(), zone), '10:00', zone))
  await strict.clerk.enterSecondFactor()
  await Promise.all(ids.map(appointmentId => strict.clerk.desk.markNoShow({ params: { appointmentId } })))
  const { count, block } = await who.appointments.noShows({ params: { personId: who.personId } })
  expect([count, block !== null]).toEqual([2, true])
})
