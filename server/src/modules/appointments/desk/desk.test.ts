import { instantOf, addDays, dayOf } from '../../../clock'
import { type Clinic, newClinic } from '../../../testing/clinic'
import { deskContract } from 'shared/appointments/desk-contract'
import { codeOf, refusalOf } from '../../../testing/client'
import { untoldChanges, wrongSlots } from '../../../testing/invariants'
import { type TestServer, startTestServer } from '../../../testing/server'
import { type Resident, newResident, newStaff } from '../../../testing/signed-in'

const zone = 'Asia/Shanghai'
let server: TestServer
let clinic: Clinic
let resident: Resident

/** Tomorrow, 08:30: numbers are released, the first patients arrive. */
const beginDay = () => server.clock.set(instantOf(addDays(dayOf(new Date(), zone), 1), '08:30', zone))
const params = (appointmentId: string) => ({ params: { appointmentId } })

beforeAll(async () => {
  server = await startTestServer()
  beginDay()
  clinic = await newClinic(server)
  resident = await newResident(server)
})
afterAll(() => server.stop())
afterEach(async () => {
  expect(await wrongSlots(server)).toEqual([])
  expect(await untoldChanges(server)).toEqual([])
})

const book = async (slotId: string, who = resident) =>
  (await who.appointments.book({ body: { slotId, personId: who.personId } })).appointmentId
const personOf = async (appointmentId: string): Promise<string> =>
  (await server.db.query('SELECT person_id AS id FROM appointment WHERE appointment_id = ?', [appointmentId]))[0].id
const confirm = (...appointmentIds: string[]) => clinic.clerk.desk.confirm({ body: { appointmentIds } })
const refuse = (reason: string, ...appointmentIds: string[]) =>
  clinic.clerk.desk.refuse({ body: { appointmentIds, reason } })
const today = { inDays: 0, from: '09:00' }

test('a visit goes from booked to fulfilled, each step told to the resident', async () => {
  const who = await newResident(server)
  const { slotId, sessionId } = await clinic.addSession(today)
  const id = await book(slotId, who)
  expect((await who.appointments.appointment(params(id))).status).toBe('pending')

  expect((await confirm(id)).results).toEqual([{ appointmentId: id, ok: true, code: null }])
  const arrived = await clinic.clerk.desk.checkIn(params(id))
  expect(arrived).toMatchObject({ status: 'arrived', queueNumber: 1, calledAt: null })
  expect(await who.appointments.appointment(params(id))).toMatchObject({ queueNumber: 1, peopleAhead: 0 })

  const { called } = await clinic.clerk.desk.callNext({ params: { sessionId } })
  expect(called).toMatchObject({ appointmentId: id, calledAt: expect.any(String) })
  expect((await clinic.clerk.desk.callNext({ params: { sessionId } })).called).toBeNull()

  expect((await clinic.clerk.desk.fulfil(params(id))).status).toBe('fulfilled')
  const { status, lastChange } = await who.appointments.appointment(params(id))
  expect(status).toBe('fulfilled')
  expect(lastChange).toMatchObject({ by: 'clinic', byName: expect.stringContaining('测试卫生院'), reason: null })
})

test('a change that the state does not allow is refused, one of many by itself', async () => {
  const { slotIds, day } = await clinic.addSession({ inDays: 2, slots: 2 })
  const a = await book(slotIds[0]!, await newResident(server))
  const b = await book(slotIds[1]!, await newResident(server))
  await confirm(a)
  const unknown = '019aa000-0000-7000-8000-000000000000'
  expect((await confirm(a, b, unknown)).results).toEqual([
    { appointmentId: a, ok: false, code: 'appointment_state' },
    { appointmentId: b, ok: true, code: null },
    { appointmentId: unknown, ok: false, code: 'not_found' },
  ])
  expect(await codeOf(clinic.clerk.desk.fulfil(params(a)))).toBe('appointment_state')
  const early = await refusalOf(clinic.clerk.desk.checkIn(params(a)))
  expect(early).toMatchObject({ code: 'not_today', details: { day, from: addDays(day, -1) } })
  expect(early.message).toMatch(/^这个号是 \d{4}年\d+月\d+日 的/)
})

test('a refusal gives the number back once, with who and why', async () => {
  const who = await newResident(server)
  const { slotId } = await clinic.addSession()
  const id = await book(slotId, who)
  expect((await refuse('医生外出学习，请改约', id, id)).results).toEqual([{ appointmentId: id, ok: true, code: null }])
  expect((await refuse('再来一次', id)).results[0]).toMatchObject({ ok: false, code: 'appointment_state' })
  const told = await who.appointments.appointment(params(id))
  expect(told).toMatchObject({ status: 'cancelled', lastChange: { by: 'clinic', reason: '医生外出学习，请改约' } })
  await book(slotId, who)
})

test('another institution finds nothing here', async () => {
  const other = await newClinic(server)
  const { slotId, sessionId } = await clinic.addSession({ inDays: 0, from: '10:00' })
  const id = await book(slotId, await newResident(server))
  const { desk } = other.clerk
  for (const call of [desk.checkIn, desk.fulfil, desk.markNoShow, desk.undo])
    expect(await codeOf(call(params(id)))).toBe('not_found')
  const session = { params: { sessionId } }
  expect(await codeOf(desk.callNext(session))).toBe('not_found')
  expect(await codeOf(desk.stopPreview(session))).toBe('not_found')
  expect(await codeOf(desk.exportSession(session))).toBe('not_found')
  expect(await codeOf(desk.stopSession({ ...session, body: { reason: '不是我的' } }))).toBe('not_found')
  for (const act of [
    desk.confirm({ body: { appointmentIds: [id] } }),
    desk.refuse({ body: { appointmentIds: [id], reason: '不是我的' } }),
  ])
    expect((await act).results[0]!.code).toBe('not_found')
  expect((await desk.deskAppointments({ query: {} })).appointments).toEqual([])
  expect((await desk.deskAppointments({ query: { sessionId } })).appointments).toEqual([])
  expect((await desk.deskSessions({ query: {} })).sessions).toEqual([])
  expect(await codeOf(resident.desk.deskSessions({ query: {} }))).toBe('forbidden')
})

test('the day shows its sessions with their numbers and its people masked', async () => {
  const own = await newClinic(server)
  const { slotIds, sessionId } = await own.addSession({ ...today, slots: 2, numbers: 3 })
  const who = await newResident(server, { name: '欧阳小芳' })
  const a = await book(slotIds[1]!, who)
  await book(slotIds[0]!, await newResident(server, { name: '王建国' }))
  await own.clerk.desk.confirm({ body: { appointmentIds: [a] } })
  const { sessions } = await own.clerk.desk.deskSessions({ query: {} })
  expect(sessions).toEqual([
    expect.objectContaining({ sessionId, capacity: 6, pending: 1, booked: 1, arrived: 0, done: 0, called: null }),
  ])
  const list = async (query: object) =>
    (await own.clerk.desk.deskAppointments({ query: query as never })).appointments.map(x => x.personName)
  expect(await list({})).toEqual(['王**', '欧**'])
  expect(await list({ status: 'booked' })).toEqual(['欧**'])
  expect(await list({ day: addDays(dayOf(server.clock.now(), zone), 1) })).toEqual([])
  const first = (await own.clerk.desk.deskAppointments({ query: {} })).appointments.find(x => x.appointmentId === a)
  expect(first!.phone).toBe(`${who.onFile.phone!.slice(0, 3)}****${who.onFile.phone!.slice(-4)}`)
  const looks = await server.db.query(
    `SELECT person_id FROM audit_event WHERE action = 'desk.list' AND institution_id = ?`,
    [own.institutionId],
  )
  expect(looks).toHaveLength(2)
})

test('a name is found by two letters or more, counted as a guess, and those found are told', async () => {
  const own = await newClinic(server)
  const { slotIds } = await own.addSession(today)
  const who = await newResident(server, { name: '欧阳小芳' })
  const a = await book(slotIds[0]!, who)
  const b = await book(slotIds[1]!, await newResident(server, { name: '王建国' }))
  const day = dayOf(server.clock.now(), zone)
  const find = async (name: string, { clerk } = own) =>
    (await clerk.desk.findByName({ body: { day, name } })).appointmentIds
  expect(await find('建国')).toEqual([b])
  expect(await find('欧阳')).toEqual([a])
  expect(await find(' 小芳 ')).toEqual([a])
  expect(await find('不在')).toEqual([])
  expect(await find('欧阳', clinic)).toEqual([])
  expect(await codeOf(find('欧'))).toBe('validation_failed')
  expect(await codeOf(find(' 欧 '))).toBe('validation_failed')
  const searched = await server.db.query(
    `SELECT person_id AS personId FROM audit_event WHERE action = 'desk.search' AND account_id = ?`,
    [own.clerk.accountId],
  )
  const told = searched.flatMap((row: { personId: string | null }) => row.personId ?? [])
  expect(searched).toHaveLength(6)
  expect(told.sort()).toEqual([who.personId, await personOf(b)].sort())
  expect(deskContract.findByName.limit).toBe('guess')
})

test('a list stays fresh by its cursor, also when a row leaves it', async () => {
  const own = await newClinic(server)
  const { slotIds, sessionId } = await own.addSession({ inDays: 2, slots: 2, numbers: 3 })
  const later = await own.addSession({ inDays: 3 })
  const { clerk } = own
  const query = { day: addDays(dayOf(server.clock.now(), zone), 2), sessionId }
  const whoMoves = await newResident(server)
  const a = await book(slotIds[0]!, whoMoves)
  const b = await book(slotIds[1]!, await newResident(server))
  const first = await clerk.desk.deskAppointments({ query })
  expect(first).toMatchObject({ whole: true, appointments: [{ appointmentId: a }, { appointmentId: b }] })

  server.clock.push(10 * 60_000)
  const next = await clerk.desk.deskAppointments({ query: { ...query, since: first.cursor } })
  server.clock.push(10 * 60_000)
  const quiet = await clerk.desk.deskAppointments({ query: { ...query, since: next.cursor } })
  expect(quiet).toMatchObject({ whole: false, appointments: [] })
  await clerk.desk.confirm({ body: { appointmentIds: [b] } })
  const fresh = await clerk.desk.deskAppointments({ query: { ...query, status: 'pending', since: quiet.cursor } })
  expect(fresh).toMatchObject({ whole: false, appointments: [{ appointmentId: b, status: 'booked' }] })

  // One that was made before the last look but became visible after it.
  const before = new Date(server.clock.now().getTime() - 60_000)
  await server.db.query('UPDATE appointment SET last_change_at = ? WHERE appointment_id = ?', [before, a])
  const late = await clerk.desk.deskAppointments({ query: { ...query, since: fresh.cursor } })
  expect(late.appointments.map(x => x.appointmentId)).toContain(a)

  await whoMoves.appointments.move({ ...params(a), body: { slotId: later.slotId } })
  const left = await clerk.desk.deskAppointments({ query: { ...query, since: fresh.cursor } })
  expect(left).toMatchObject({ whole: true, appointments: [{ appointmentId: b }] })
  const otherList = await clerk.desk.deskAppointments({ query: { day: query.day, since: left.cursor } })
  expect(otherList.whole).toBe(true)
})

test('who comes a day early is for the desk to decide, two days early is too early', async () => {
  const who = await newResident(server)
  const { desk } = clinic.clerk
  await who.healthCard.openCard({
    params: { personId: who.personId },
    body: { ethnicGroup: '01', phone: who.onFile.phone!, address: who.onFile.address },
  })
  const scan = async () => {
    const { code } = await who.healthCard.cardCode({ params: { personId: who.personId } })
    return desk.checkInByCard({ body: { code } })
  }
  const { slotId, day } = await clinic.addSession({ inDays: 2 })
  await book(slotId, who)
  expect(await refusalOf(scan())).toMatchObject({ code: 'not_today', details: { day, from: addDays(day, -1) } })

  const tomorrow = await clinic.addSession({ inDays: 1 })
  const id = await book(tomorrow.slotId, who)
  const { checkedIn, choices, early } = await scan()
  expect({ checkedIn, early }).toEqual({ checkedIn: null, early: true })
  expect(choices).toMatchObject([{ appointmentId: id, day: tomorrow.day, status: 'pending' }])
  expect(await desk.checkIn(params(id))).toMatchObject({ status: 'arrived', queueNumber: 1 })
})

test('the card checks in the only appointment of today; several are left to the desk', async () => {
  const who = await newResident(server)
  const { desk } = clinic.clerk
  await who.healthCard.openCard({
    params: { personId: who.personId },
    body: { ethnicGroup: '01', phone: who.onFile.phone!, address: who.onFile.address },
  })
  const code = async () => (await who.healthCard.cardCode({ params: { personId: who.personId } })).code
  expect(await codeOf(desk.checkInByCard({ body: { code: await code() } }))).toBe('no_appointment_today')

  const morning = await clinic.addSession({ inDays: 0, from: '11:00' })
  const id = await book(morning.slotId, who)
  const used = await code()
  const { checkedIn, personName } = await desk.checkInByCard({ body: { code: used } })
  expect(checkedIn).toMatchObject({ appointmentId: id, status: 'arrived', queueNumber: 1 })
  expect(personName).toMatch(/^.\*+$/)
  expect(await codeOf(desk.checkInByCard({ body: { code: used } }))).toBe('card_void')
  expect(await desk.checkInByCard({ body: { code: await code() } })).toMatchObject({
    checkedIn: null,
    choices: [{ appointmentId: id, queueNumber: 1 }],
  })
  expect(await codeOf(desk.checkInByCard({ body: { code: `${'0'.repeat(64)}:1` } }))).toBe('card_code_forged')
})

test('what was done is taken back within the minute, and only by who did it', async () => {
  const who = await newResident(server)
  const { slotId, sessionId } = await clinic.addSession({ inDays: 0, from: '14:00' })
  const id = await book(slotId, who)
  const { desk } = clinic.clerk
  await confirm(id)
  expect((await desk.undo(params(id))).status).toBe('pending')
  await desk.checkIn(params(id))
  expect(await desk.undo(params(id))).toMatchObject({ status: 'pending', queueNumber: null })
  expect(await codeOf(desk.undo(params(id)))).toBe('undo_ended')
  expect((await desk.checkIn(params(id))).queueNumber).toBe(2)
  await desk.callNext({ params: { sessionId } })
  expect(await desk.undo(params(id))).toMatchObject({ status: 'arrived', calledAt: null, queueNumber: 2 })
  await desk.callNext({ params: { sessionId } })
  await desk.fulfil(params(id))
  const back = await desk.undo(params(id))
  expect(back).toMatchObject({ status: 'arrived', calledAt: expect.any(String), undoUntil: null })

  const colleague = await newStaff(server, { role: 'staff', institutionId: clinic.institutionId })
  await desk.fulfil(params(id))
  expect(await codeOf(colleague.desk.undo(params(id)))).toBe('undo_ended')
  server.clock.push(61_000)
  expect(await codeOf(desk.undo(params(id)))).toBe('undo_ended')
})

test('a refusal is taken back only while the number is still there', async () => {
  const { slotId } = await clinic.addSession({ inDays: 3, slots: 1, numbers: 1 })
  const who = await newResident(server)
  const first = await book(slotId, who)
  await refuse('点错了', first)
  expect(await clinic.clerk.desk.undo(params(first))).toMatchObject({ status: 'pending' })
  expect(await codeOf(newResident(server).then(r => book(slotId, r)))).toBe('slot_full')

  await refuse('又点错了', first)
  await book(slotId, await newResident(server))
  expect(await codeOf(clinic.clerk.desk.undo(params(first)))).toBe('undo_ended')
  expect((await who.appointments.appointment(params(first))).status).toBe('cancelled')
})

test('a refusal is not taken back for somebody who has booked elsewhere at that time since', async () => {
  const [here, there] = [
    await clinic.addSession({ inDays: 5 }),
    await (await newClinic(server)).addSession({ inDays: 5 }),
  ]
  const who = await newResident(server)
  const first = await book(here.slotId, who)
  await refuse('设备坏了', first)
  const second = await book(there.slotId, who)
  expect(await codeOf(clinic.clerk.desk.undo(params(first)))).toBe('undo_ended')
  await who.appointments.cancel({ ...params(second), body: {} })
  expect(await clinic.clerk.desk.undo(params(first))).toMatchObject({ status: 'pending' })
})

test('a resident who cancelled since is not brought back by an undo', async () => {
  const { slotId } = await clinic.addSession({ inDays: 4 })
  const who = await newResident(server)
  const id = await book(slotId, who)
  await confirm(id)
  await who.appointments.cancel({ ...params(id), body: {} })
  expect(await codeOf(clinic.clerk.desk.undo(params(id)))).toBe('undo_ended')
})

test('the export is a masked table that no spreadsheet runs', async () => {
  const own = await newClinic(server)
  const { slotIds, sessionId } = await own.addSession({ inDays: 2, slots: 2 })
  const who = await newResident(server, { name: '林小禾' })
  const id = await book(slotIds[0]!, who)
  await who.appointments.cancel({ ...params(id), body: { reason: '=HYPERLINK("http://bad.example")' } })
  const answer = await own.clerk.ask('GET', `/desk/sessions/${sessionId}/export`)
  expect(answer.headers.get('Content-Type')).toMatch(/^text\/csv/)
  const [header, row] = String(answer.body).replace('\uFEFF', '').split('\r\n')
  expect(header).toBe('时段,排队号,姓名,性别,年龄,手机,状态,备注,最后操作,原因')
  expect(row).toMatch(/^08:00-08:30,,林\*\*,/)
  expect(row).toContain(`"'=HYPERLINK(""http://bad.example"")"`)
  expect(answer.body).not.toContain('小禾')
  const told = await server.db.query(`SELECT action FROM audit_event WHERE person_id = ? AND action = 'desk.export'`, [
    who.personId,
  ])
  expect(told).toHaveLength(1)
})

test('stopping says first what it will do, then does it once', async () => {
  const own = await newClinic(server)
  const stopped = await own.addSession({ inDays: 1, slots: 2, numbers: 1 })
  const sameDay = await own.addSession({ inDays: 1, from: '14:00', slots: 1, numbers: 4 })
  await own.addSession({ inDays: 1, from: '15:00', fee: 9900 })
  await own.addSession({ inDays: 1, from: '16:00', grade: 'expert' })
  await own.addSession({ inDays: 2 })
  const [a, b, waiter] = [await newResident(server), await newResident(server), await newResident(server)]
  const ids = [await book(stopped.slotIds[0]!, a), await book(stopped.slotIds[1]!, b)]
  await waiter.appointments.joinWaitlist({ body: { sessionId: stopped.sessionId, personId: waiter.personId } })
  const { desk } = own.clerk
  const session = { params: { sessionId: stopped.sessionId } }
  expect(await desk.stopPreview(session)).toMatchObject({
    toCancel: 2,
    arrived: 0,
    waitlisted: 1,
    alternatives: [{ sessionId: sameDay.sessionId, remaining: 4 }],
  })
  expect(await desk.stopSession({ ...session, body: { reason: '医生临时出诊' } })).toEqual({ cancelled: 2 })
  expect(await codeOf(desk.stopSession({ ...session, body: { reason: '再停一次' } }))).toBe('session_stopped')
  expect(await codeOf(desk.stopPreview(session))).toBe('session_stopped')
  expect(await a.appointments.appointment(params(ids[0]!))).toMatchObject({
    status: 'cancelled',
    lastChange: { by: 'clinic', reason: '医生临时出诊' },
  })
  expect((await waiter.appointments.waitlist({})).entries[0]!.state).toBe('cancelled')
  expect((await refusalOf(book(stopped.slotIds[0]!, a))).code).toBe('session_stopped')
  expect((await a.appointments.home({})).calledOff).toMatchObject([{ appointmentId: ids[0], status: 'cancelled' }])
  await book(sameDay.slotId, a)
  expect((await a.appointments.home({})).calledOff).toEqual([])
})

test('the first page tells what the clinic called off, last first, not what one gave back, until the day is past', async () => {
  const who = await newResident(server)
  const days = [await clinic.addSession({ inDays: 1 }), await clinic.addSession({ inDays: 2 })]
  const ids = [await book(days[0]!.slotId, who), await book(days[1]!.slotId, who)]
  const given = await book((await clinic.addSession({ inDays: 3 })).slotId, who)
  await who.appointments.cancel({ ...params(given), body: {} })
  const told = async () => {
    const { next, calledOff } = await who.appointments.home({})
    return [next?.appointmentId ?? null, calledOff.map(a => a.appointmentId)]
  }
  await refuse('医生外出学习', ids[0]!)
  expect(await told()).toEqual([ids[1], [ids[0]]])
  server.clock.push(1000)
  await refuse('医生外出学习', ids[1]!)
  expect(await told()).toEqual([null, [ids[1], ids[0]]])
  server.clock.set(instantOf(addDays(days[0]!.day, 1), '00:01', zone))
  expect(await told()).toEqual([null, [ids[1]]])
  beginDay()
})

test('nobody is marked absent before the allowed lateness ended', async () => {
  const own = await newClinic(server, { lateMinutes: 45, confirmByClinic: false })
  const { slotId } = await own.addSession({ inDays: 0, from: '16:00' })
  const id = await book(slotId, await newResident(server))
  server.clock.set(instantOf(dayOf(server.clock.now(), zone), '16:44', zone))
  await own.clerk.enterSecondFactor()
  const early = await refusalOf(own.clerk.desk.markNoShow(params(id)))
  expect(early).toMatchObject({ code: 'no_show_too_early', details: { minutes: 45, until: '16:45' } })
  server.clock.push(61_000)
  expect((await own.clerk.desk.markNoShow(params(id))).status).toBe('noshow')
})
