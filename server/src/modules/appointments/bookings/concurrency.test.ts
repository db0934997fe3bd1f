/**
 * 40 slots × 32 clients that book, cancel the same booking many times at once, move, and are refused by the clinic, on
 * default settings. Done when: bookings never pass capacity, every number is somewhere, nothing answers 5xx.
 */
import { ProblemError } from 'shared/kernel/client'
import { errors } from 'shared/kernel/errors'
import { newClinic, setCountyTime } from '../../../testing/clinic'
import { untoldChanges, wrongSlots } from '../../../testing/invariants'
import { type TestServer, startTestServer } from '../../../testing/server'
import { type Resident, newResident, newStaff } from '../../../testing/signed-in'

const clients = 32
const runMs = 10_000

let server: TestServer
beforeAll(async () => void (server = await startTestServer()), 60_000)
afterAll(() => server?.stop())

const pick = <T>(list: readonly T[]): T => list[Math.floor(Math.random() * list.length)]!

/** Counts what was answered; anything that is not a refusal of ours is a failure of the test. */
const createTally = () => {
  const counts = new Map<string, number>()
  const note = (what: string) => counts.set(what, (counts.get(what) ?? 0) + 1)
  const attempt = async <T>(what: string, call: Promise<T>): Promise<T | undefined> => {
    try {
      const answer = await call
      note(what)
      return answer
    } catch (error) {
      if (!(error instanceof ProblemError)) throw error
      note(`${what}:${error.code}`)
      if (errors[error.code].status >= 500) throw error
      return undefined
    }
  }
  return { counts, attempt }
}

const acting = (who: Resident, slotIds: string[], attempt: ReturnType<typeof createTally>['attempt']) => {
  const mine: string[] = []
  const acknowledged: string[] = []
  const book = async () => {
    const body = { slotId: pick(slotIds), personId: who.personId }
    const booked = await attempt('book', who.appointments.book({ body }))
    if (!booked) return
    mine.push(booked.appointmentId)
    acknowledged.push(booked.appointmentId)
  }
  const cancel = async () => {
    const appointmentId = mine.pop()
    if (!appointmentId) return book()
    const once = () => attempt('cancel', who.appointments.cancel({ params: { appointmentId }, body: {} }))
    await Promise.all([once(), once(), once(), once()])
  }
  const move = async () => {
    if (!mine.length) return book()
    const params = { appointmentId: pick(mine) }
    await attempt('move', who.appointments.move({ params, body: { slotId: pick(slotIds) } }))
  }
  return { acknowledged, act: () => pick([book, book, cancel, move])() }
}

test('never more bookings than numbers, and every number is somewhere', async () => {
  setCountyTime(server, '09:00', 1)
  const clinic = await newClinic(server, { perDepartmentPerDay: 10, perPhonePerMonth: 100 })
  const sessions = await Promise.all(
    Array.from({ length: 20 }, (_, n) =>
      clinic.addSession({ inDays: 1 + (n % 10), from: n < 10 ? '08:00' : '14:00', numbers: 3 }),
    ),
  )
  const slotIds = sessions.flatMap(s => s.slotIds)
  expect(slotIds).toHaveLength(40)
  const people: Resident[] = []
  for (let n = 0; n < clients; n += 8)
    people.push(...(await Promise.all(Array.from({ length: 8 }, () => newResident(server)))))
  const clerk = await newStaff(server, { role: 'staff', institutionId: clinic.institutionId })
  const { counts, attempt } = createTally()
  const actors = people.map(who => acting(who, slotIds, attempt))

  const ends = Date.now() + runMs
  const oversold: unknown[] = []
  const watch = async () => {
    while (Date.now() < ends) {
      oversold.push(...(await wrongSlots(server)))
      await new Promise(r => setTimeout(r, 100))
    }
  }
  const refuse = async () => {
    while (Date.now() < ends) {
      const live = await server.db.query(
        `SELECT appointment_id AS id FROM appointment WHERE status = 'pending' LIMIT 20`,
      )
      if (live.length) {
        const body = { appointmentIds: [pick(live as { id: string }[]).id], reason: '医生临时有急诊' }
        await attempt('refuse', clerk.desk.refuse({ body }))
      }
      await new Promise(r => setTimeout(r, 50))
    }
  }
  const live = async ({ act }: (typeof actors)[number]) => {
    while (Date.now() < ends) await act()
  }
  await Promise.all([watch(), refuse(), ...actors.map(live)])

  expect(oversold).toEqual([])
  expect(await wrongSlots(server)).toEqual([])
  expect(await untoldChanges(server)).toEqual([])
  const acknowledged = actors.flatMap(a => a.acknowledged)
  const [{ n }] = await server.db.query('SELECT COUNT(*) AS n FROM appointment WHERE appointment_id IN (?)', [
    acknowledged,
  ])
  expect(Number(n)).toBe(acknowledged.length)
  // The run did what it is about.
  for (const seen of ['book', 'cancel', 'move', 'refuse', 'book:slot_full', 'cancel:appointment_state'])
    expect([seen, counts.get(seen) ?? 0]).not.toEqual([seen, 0])
}, 60_000)

test('one number, 32 hands: one gets it, whatever the key', async () => {
  setCountyTime(server, '09:00', 1)
  const { addSession } = await newClinic(server)
  const { slotIds } = await addSession({ slots: 1, numbers: 1 })
  const people = await Promise.all(Array.from({ length: 8 }, () => newResident(server)))
  const { counts, attempt } = createTally()
  await Promise.all(
    people.flatMap(who =>
      Array.from({ length: 4 }, () =>
        attempt('book', who.appointments.book({ body: { slotId: slotIds[0]!, personId: who.personId } })),
      ),
    ),
  )
  expect(counts.get('book')).toBe(1)
  expect(await wrongSlots(server)).toEqual([])
}, 60_000)

test('who cannot be booked does not spoil the bookings of the same moment', async () => {
  setCountyTime(server, '09:00', 1)
  const { addSession } = await newClinic(server)
  const { slotIds } = await addSession({ slots: 2, numbers: 6 })
  const people = await Promise.all(Array.from({ length: 6 }, () => newResident(server)))
  const { counts, attempt } = createTally()
  const book = (what: string, who: Resident, slotId: string) =>
    attempt(what, who.appointments.book({ body: { slotId, personId: who.personId } }))
  const twice = people[0]!
  await Promise.all([
    ...people.slice(1).map((who, n) => book('once', who, slotIds[n % 2]!)),
    book('twice', twice, slotIds[0]!),
    book('twice', twice, slotIds[1]!),
  ])
  expect(counts.get('once')).toBe(5)
  expect(counts.get('twice')).toBe(1)
  expect(counts.get('twice:already_booked_in_session')).toBe(1)
  expect(await wrongSlots(server)).toEqual([])
  expect(await untoldChanges(server)).toEqual([])
}, 60_000)

test('limits hold against a person with many hands', async () => {
  setCountyTime(server, '09:00', 1)
  const { addSession, addDepartment } = await newClinic(server, { perDepartmentPerDay: 2, perPhonePerMonth: 3 })
  const who = await newResident(server)
  const { counts, attempt } = createTally()
  const sameDay = await Promise.all(['08:00', '10:00', '14:00', '16:00', '18:00'].map(from => addSession({ from })))
  await Promise.all(
    sameDay.map(s =>
      attempt('day', who.appointments.book({ body: { slotId: s.slotIds[0]!, personId: who.personId } })),
    ),
  )
  expect(counts.get('day')).toBe(2)
  const elsewhere = await Promise.all(
    ['内科', '外科', '眼科'].map(async name => addSession({ inDays: 2, departmentId: await addDepartment(name) })),
  )
  await Promise.all(
    elsewhere.map(s =>
      attempt('month', who.appointments.book({ body: { slotId: s.slotIds[0]!, personId: who.personId } })),
    ),
  )
  expect(counts.get('month')).toBe(1)
  expect(counts.get('month:limit_phone_month')).toBe(2)
  expect(await wrongSlots(server)).toEqual([])
}, 60_000)
