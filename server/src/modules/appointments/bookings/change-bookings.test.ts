import { codeOf, refusalOf } from '../../../testing/client'
import { newClinic, setCountyTime } from '../../../testing/clinic'
import { type TestServer, startTestServer } from '../../../testing/server'
import { type Resident, newResident } from '../../../testing/signed-in'

let server: TestServer
beforeAll(async () => void (server = await startTestServer()), 60_000)
beforeEach(() => setCountyTime(server, '09:00', 1))
afterAll(() => server?.stop())

const bookAs = (who: Resident, slotId: string) => who.appointments.book({ body: { slotId, personId: who.personId } })
const cancelAs = (who: Resident, appointmentId: string, reason?: string) =>
  who.appointments.cancel({ params: { appointmentId }, body: { reason } })
const moveAs = (who: Resident, appointmentId: string, slotId: string) =>
  who.appointments.move({ params: { appointmentId }, body: { slotId } })

const remaining = async (slotId: string): Promise<number> => {
  const [row] = await server.db.query('SELECT public_remaining AS n FROM appointment_slot WHERE slot_id = ?', [slotId])
  return row.n
}
const versions = async (appointmentId: string): Promise<number[]> => {
  const rows = await server.db.query('SELECT version FROM outbox_event WHERE business_key = ? ORDER BY version', [
    `appointment:${appointmentId}`,
  ])
  return rows.map((r: { version: number }) => r.version)
}

test('a cancel gives back exactly one number once, however many ask at once', async () => {
  const { addSession } = await newClinic(server)
  const { slotIds } = await addSession({ numbers: 3 })
  const who = await newResident(server)
  const { appointmentId } = await bookAs(who, slotIds[0]!)
  expect(await remaining(slotIds[0]!)).toBe(2)
  const all = await Promise.allSettled(Array.from({ length: 16 }, () => cancelAs(who, appointmentId, '发烧好了')))
  expect(all.filter(r => r.status === 'fulfilled')).toHaveLength(1)
  const codes = all.flatMap(r => (r.status === 'rejected' ? [r.reason.message] : []))
  expect(new Set(codes).size).toBe(1)
  expect(await remaining(slotIds[0]!)).toBe(3)
  expect(await versions(appointmentId)).toEqual([1, 2])
  const seen = await who.appointments.appointment({ params: { appointmentId } })
  expect(seen).toMatchObject({ status: 'cancelled', lastChange: { by: 'self', reason: '发烧好了' } })
  const [row] = await server.db.query('SELECT last_change_reason AS r FROM appointment WHERE appointment_id = ?', [
    appointmentId,
  ])
  expect(row.r).not.toContain('发烧')
  await bookAs(who, slotIds[1]!)
})

test('cancels until the deadline: half an hour for ordinary, half a day for expert numbers', async () => {
  const { addSession, addDepartment } = await newClinic(server)
  const ordinary = await addSession({ from: '08:00' })
  const expert = await addSession({ from: '08:00', grade: 'expert', departmentId: await addDepartment('心内科') })
  const who = await newResident(server)
  const other = await newResident(server)
  const a = await bookAs(who, ordinary.slotIds[0]!)
  const b = await bookAs(other, expert.slotIds[0]!)
  setCountyTime(server, '20:01')
  const late = await refusalOf(cancelAs(other, b.appointmentId))
  expect(late.code).toBe('cancel_too_late')
  expect(late.details.deadline).toMatch(/^\d+月\d+日 20:00$/)
  setCountyTime(server, '07:30', 1)
  const still = await who.appointments.appointment({ params: { appointmentId: a.appointmentId } })
  expect(still.can).toMatchObject({ cancel: false, move: false })
  expect(await codeOf(cancelAs(who, a.appointmentId))).toBe('cancel_too_late')
  setCountyTime(server, '07:29')
  await cancelAs(who, a.appointmentId)
})

test("another person's booking is answered like one that does not exist", async () => {
  const { addSession } = await newClinic(server)
  const { slotIds } = await addSession()
  const { appointmentId } = await bookAs(await newResident(server), slotIds[0]!)
  const stranger = await newResident(server)
  for (const id of [appointmentId, '0197e6a0-0000-7000-8000-000000000000']) {
    expect(await codeOf(cancelAs(stranger, id))).toBe('not_found')
    expect(await codeOf(moveAs(stranger, id, slotIds[1]!))).toBe('not_found')
    expect(await codeOf(stranger.appointments.appointment({ params: { appointmentId: id } }))).toBe('not_found')
  }
  expect(await codeOf(stranger.appointments.appointments({ query: { personId: appointmentId } }))).toBe('not_found')
  expect(await remaining(slotIds[0]!)).toBe(1)
})

test('moves: takes the new number and gives the old one back', async () => {
  const { addSession } = await newClinic(server, { confirmByClinic: false })
  const today = await addSession()
  const later = await addSession({ inDays: 3 })
  const who = await newResident(server)
  const { appointmentId } = await bookAs(who, today.slotIds[0]!)
  const moved = await moveAs(who, appointmentId, later.slotIds[1]!)
  expect(moved).toMatchObject({
    appointmentId,
    slotId: later.slotIds[1],
    status: 'booked',
    session: { day: later.day },
  })
  expect(await remaining(today.slotIds[0]!)).toBe(2)
  expect(await remaining(later.slotIds[1]!)).toBe(1)
  expect(await versions(appointmentId)).toEqual([1, 2])
  await bookAs(who, today.slotIds[0]!)
})

test('a move to a full slot changes nothing and names the nearest', async () => {
  const { addSession } = await newClinic(server)
  const { slotIds } = await addSession({ slots: 3, numbers: 1 })
  const who = await newResident(server)
  const { appointmentId } = await bookAs(who, slotIds[0]!)
  await bookAs(await newResident(server), slotIds[1]!)
  const refused = await refusalOf(moveAs(who, appointmentId, slotIds[1]!))
  expect(refused.code).toBe('slot_full')
  expect(refused.details.nearest).toMatchObject([{ slotId: slotIds[2] }])
  expect(await remaining(slotIds[0]!)).toBe(0)
  expect(await versions(appointmentId)).toEqual([1])
})

test('two who swap their slots at the same time do not wait for each other', async () => {
  const { addSession } = await newClinic(server)
  const { slotIds } = await addSession({ numbers: 2 })
  const [one, two] = [await newResident(server), await newResident(server)]
  const a = await bookAs(one, slotIds[0]!)
  const b = await bookAs(two, slotIds[1]!)
  await Promise.all([moveAs(one, a.appointmentId, slotIds[1]!), moveAs(two, b.appointmentId, slotIds[0]!)])
  expect(await Promise.all(slotIds.map(remaining))).toEqual([1, 1])
})

test('moving keeps the limits: not onto a day that is used up, and not to where one already is', async () => {
  const { addSession } = await newClinic(server)
  const first = await addSession()
  const second = await addSession({ inDays: 2 })
  const afternoon = await addSession({ inDays: 2, from: '14:00' })
  const who = await newResident(server)
  const a = await bookAs(who, first.slotIds[0]!)
  const b = await bookAs(who, second.slotIds[0]!)
  expect(await codeOf(moveAs(who, a.appointmentId, afternoon.slotIds[0]!))).toBe('limit_department_day')
  expect(await codeOf(moveAs(who, a.appointmentId, second.slotIds[1]!))).toBe('already_booked_in_session')
  expect(await codeOf(moveAs(who, a.appointmentId, first.slotIds[0]!))).toBe('already_booked_in_session')
  await moveAs(who, b.appointmentId, afternoon.slotIds[0]!)
})

test('a move may cross its own time, but not another booking', async () => {
  const [here, there] = [await newClinic(server), await newClinic(server)]
  const { slotIds } = await here.addSession()
  const elsewhere = await there.addSession({ from: '08:15', slots: 1 })
  const later = await there.addSession({ from: '14:00', departmentId: await there.addDepartment('眼科') })
  const who = await newResident(server)
  const { appointmentId } = await bookAs(who, slotIds[0]!)
  const other = await bookAs(who, later.slotIds[0]!)
  await moveAs(who, appointmentId, elsewhere.slotIds[0]!)
  const refused = await refusalOf(moveAs(who, other.appointmentId, slotIds[1]!))
  expect(refused).toMatchObject({ code: 'overlaps_booking', details: { appointmentId } })
})

test('what has ended can neither be cancelled nor moved', async () => {
  const { addSession } = await newClinic(server)
  const { slotIds } = await addSession()
  const who = await newResident(server)
  const { appointmentId } = await bookAs(who, slotIds[0]!)
  await server.db.query(`UPDATE appointment SET status = 'arrived' WHERE appointment_id = ?`, [appointmentId])
  expect(await codeOf(cancelAs(who, appointmentId))).toBe('appointment_state')
  expect(await codeOf(moveAs(who, appointmentId, slotIds[1]!))).toBe('appointment_state')
})
