/** One person in two places at the same time: not even when both are asked for within the same milliseconds. */
import { codeOf } from '../../../testing/client'
import { type Clinic, newClinic, setCountyTime } from '../../../testing/clinic'
import { untoldChanges, wrongSlots } from '../../../testing/invariants'
import { type TestServer, startTestServer } from '../../../testing/server'
import { type Resident, newResident } from '../../../testing/signed-in'

const times = 12

let server: TestServer
let clinics: Clinic[]
beforeAll(async () => {
  server = await startTestServer()
  setCountyTime(server, '09:00', 1)
  clinics = await Promise.all(Array.from({ length: 4 }, () => newClinic(server, { perPhonePerMonth: 100 })))
}, 60_000)
afterAll(() => server?.stop())
afterEach(async () => expect([await wrongSlots(server), await untoldChanges(server)]).toEqual([[], []]))

/** A slot from 08:00 to 08:30 at each clinic, that many days ahead. */
const sameTime = (inDays: number): Promise<string[]> =>
  Promise.all(clinics.map(async c => (await c.addSession({ inDays, slots: 1, numbers: 50 })).slotId))
const book = (who: Resident, slotId: string) => who.appointments.book({ body: { slotId, personId: who.personId } })
const move = (who: Resident, appointmentId: string, slotId: string) =>
  who.appointments.move({ params: { appointmentId }, body: { slotId } })
const outcome = (act: Promise<unknown>): Promise<string> =>
  act.then(
    () => 'kept',
    () => codeOf(act),
  )
const onceEach = (outcomes: string[]) => {
  expect(outcomes.filter(o => o === 'kept')).toHaveLength(1)
  expect(new Set(outcomes)).toEqual(new Set(['kept', 'overlaps_booking']))
}

test('four taps on four numbers of the same time, by many people at once: each has one', async () => {
  const slotIds = await sameTime(1)
  const people = await Promise.all(Array.from({ length: times }, () => newResident(server)))
  const taps = people.map(who => Promise.all(slotIds.map(slotId => outcome(book(who, slotId)))))
  for (const outcomes of await Promise.all(taps)) onceEach(outcomes)
}, 60_000)

test('a booking against a move to the same time, and two moves: one of them', async () => {
  const [here, there, elsewhere] = await sameTime(2)
  const later = await Promise.all(clinics.slice(0, 2).map(c => c.addSession({ inDays: 3, slots: 1, numbers: 50 })))
  const evening = await clinics[2]!.addSession({ inDays: 3, from: '18:00', slots: 1, numbers: 50 })
  for (let n = 0; n < times; n++) {
    const who = await newResident(server)
    const first = await book(who, later[0]!.slotId)
    const second = await book(who, evening.slotId)
    const moves = [move(who, first.appointmentId, here!), move(who, second.appointmentId, there!)]
    onceEach(await Promise.all([...moves, book(who, elsewhere!)].map(outcome)))
  }
}, 60_000)

test('numbers of one day that do not overlap are all kept, however close the taps', async () => {
  const slotIds = await Promise.all(
    clinics.map(
      async (c, n) =>
        (await c.addSession({ inDays: 4, from: `${String(9 + n).padStart(2, '0')}:00`, slots: 1 })).slotId,
    ),
  )
  const who = await newResident(server)
  expect(await Promise.all(slotIds.map(slotId => outcome(book(who, slotId))))).toEqual(slotIds.map(() => 'kept'))
  const rows = await server.db.query('SELECT visit_no AS n FROM appointment WHERE person_id = ? ORDER BY visit_no', [
    who.personId,
  ])
  expect(rows.map((r: { n: number }) => r.n)).toEqual([1, 2, 3, 4])
})

test('a number that was given back does not make the next two share one', async () => {
  const slotIds = await sameTime(5)
  const who = await newResident(server)
  const { appointmentId } = await book(who, slotIds[0]!)
  await who.appointments.cancel({ params: { appointmentId }, body: {} })
  onceEach(await Promise.all(slotIds.map(slotId => outcome(book(who, slotId)))))
})
