import { refusalOf } from '../../../testing/client'
import { type Clinic, newClinic, setCountyTime } from '../../../testing/clinic'
import { type TestServer, startTestServer } from '../../../testing/server'
import { type Resident, newResident, newStaff } from '../../../testing/signed-in'

let server: TestServer
beforeAll(async () => void (server = await startTestServer()), 60_000)
beforeEach(() => setCountyTime(server, '09:00', 1))
afterAll(() => server?.stop())

const bookAs = (who: Resident, slotId: string, personId = who.personId) =>
  who.appointments.book({ body: { slotId, personId } })

const counters = async (slotId: string) => {
  const [row] = await server.db.query(
    `SELECT capacity, public_remaining AS pub, contracted_remaining AS con, referral_remaining AS ref, held,
       (SELECT COUNT(*) FROM appointment a WHERE a.slot_id = s.slot_id AND a.status <> 'cancelled') AS live
     FROM appointment_slot s WHERE slot_id = ?`,
    [slotId],
  )
  return Object.fromEntries(Object.entries(row as object).map(([k, v]) => [k, Number(v)]))
}
/** A number taken or given back shows here and nowhere else. */
const whole = async (slotId: string) => {
  const c = await counters(slotId)
  expect(c.pub! + c.con! + c.ref! + c.held! + c.live!).toBe(c.capacity)
  return c
}

test('takes a number: what it costs, where, what to bring, and the relay begins', async () => {
  const clinic = await newClinic(server)
  const { slotIds, day } = await clinic.addSession({ fee: 500 })
  const who = await newResident(server)
  const booked = await bookAs(who, slotIds[0]!)
  expect(booked).toMatchObject({
    personId: who.personId,
    status: 'pending',
    slotId: slotIds[0],
    from: '08:00',
    to: '08:30',
    pool: 'public',
    fee: 500,
    followUp: false,
    queueNumber: null,
    lastChange: { by: 'self', byName: '本人', reason: null },
    can: { cancel: true, move: true, followUpUntil: null },
    relay: { state: 'waiting' },
  })
  expect(booked.session).toMatchObject({ day, place: '门诊楼二楼 203 室', departmentName: '全科', doctorName: '李明' })
  expect(booked.personName).toMatch(/^.\*+$/)
  expect(booked.bring).toContain('身份证')
  expect(await whole(slotIds[0]!)).toMatchObject({ pub: 1, live: 1 })

  const listed = await who.appointments.appointments({})
  expect(listed.appointments).toEqual([booked])
  expect(await who.appointments.appointment({ params: { appointmentId: booked.appointmentId } })).toEqual(booked)
  expect((await who.appointments.home({})).next).toEqual(booked)
  const events = await server.db.query('SELECT kind, version, data FROM outbox_event WHERE business_key = ?', [
    `appointment:${booked.appointmentId}`,
  ])
  expect(events).toHaveLength(1)
  expect(events[0]).toMatchObject({ kind: 'appointment', version: 1 })
})

test('firm at once where the clinic does not confirm', async () => {
  const { addSession } = await newClinic(server, { confirmByClinic: false })
  const { slotIds } = await addSession()
  expect((await bookAs(await newResident(server), slotIds[0]!)).status).toBe('booked')
})

test('a second tap with the same key books once and answers the same', async () => {
  const { addSession } = await newClinic(server)
  const { slotIds } = await addSession()
  const who = await newResident(server)
  const call = { body: { slotId: slotIds[0]!, personId: who.personId }, idempotencyKey: 'tap-tap-tap-1' }
  const answers = await Promise.all([1, 2, 3, 4].map(() => who.appointments.book(call)))
  expect(new Set(answers.map(a => a.appointmentId)).size).toBe(1)
  expect(await whole(slotIds[0]!)).toMatchObject({ live: 1 })
})

describe('refuses', () => {
  let clinic: Clinic
  let who: Resident
  beforeEach(async () => {
    clinic = await newClinic(server)
    who = await newResident(server)
  })

  test('an unknown slot', async () => {
    expect((await refusalOf(bookAs(who, 'slot-unknown'))).code).toBe('not_found')
  })

  test("another person's, and one that does not exist, alike", async () => {
    const { slotIds } = await clinic.addSession()
    const other = await newResident(server)
    for (const personId of [other.personId, '0197e6a0-0000-7000-8000-000000000000'])
      expect((await refusalOf(bookAs(who, slotIds[0]!, personId))).code).toBe('not_permitted_for_person')
    expect(await whole(slotIds[0]!)).toMatchObject({ live: 0 })
  })

  test('a full slot, with the nearest free ones of the session and the department', async () => {
    const { slotIds } = await clinic.addSession({ slots: 3, numbers: 1 })
    const afternoon = await clinic.addSession({
      from: '14:00',
      slots: 1,
      doctorId: await clinic.addDoctor({ name: '王芳' }),
    })
    await bookAs(await newResident(server), slotIds[1]!)
    const refused = await refusalOf(bookAs(who, slotIds[1]!))
    expect(refused.code).toBe('slot_full')
    expect(refused.details.nearest).toMatchObject([
      { slotId: slotIds[0], from: '08:00', remaining: 1 },
      { slotId: slotIds[2], from: '09:00', remaining: 1 },
      { slotId: afternoon.slotIds[0], from: '14:00', doctorName: '王芳', remaining: 2 },
    ])
  })

  test('a slot that has begun', async () => {
    const { slotIds } = await clinic.addSession({ inDays: 0, from: '08:30', slots: 2 })
    expect((await refusalOf(bookAs(who, slotIds[1]!))).code).toBe('slot_past')
  })

  test('a day beyond the horizon until its hour, and says when it opens', async () => {
    const { slotIds } = await clinic.addSession({ inDays: 14 })
    setCountyTime(server, '07:59')
    const refused = await refusalOf(bookAs(who, slotIds[0]!))
    expect(refused.code).toBe('slot_not_released')
    expect(refused.details.releaseAt).toMatch(/^\d+月\d+日 08:00$/)
    setCountyTime(server, '08:00')
    await bookAs(who, slotIds[0]!)
    const later = await clinic.addSession({ inDays: 15 })
    expect((await refusalOf(bookAs(await newResident(server), later.slotIds[0]!))).code).toBe('slot_not_released')
  })

  test('a stopped session', async () => {
    const { sessionId, slotIds } = await clinic.addSession()
    await server.db.query(`UPDATE appointment_session SET state = 'stopped' WHERE session_id = ?`, [sessionId])
    expect((await refusalOf(bookAs(who, slotIds[0]!))).code).toBe('session_stopped')
  })

  test('a second number of the same session', async () => {
    const { slotIds } = await clinic.addSession()
    await bookAs(who, slotIds[0]!)
    expect((await refusalOf(bookAs(who, slotIds[1]!))).code).toBe('already_booked_in_session')
  })

  test('a second number of the department on that day, but not on another', async () => {
    const morning = await clinic.addSession()
    const afternoon = await clinic.addSession({ from: '14:00' })
    const nextDay = await clinic.addSession({ inDays: 2 })
    await bookAs(who, morning.slotIds[0]!)
    const refused = await refusalOf(bookAs(who, afternoon.slotIds[0]!))
    expect(refused.code).toBe('limit_department_day')
    expect(refused.details.limit).toBe(1)
    await bookAs(who, nextDay.slotIds[0]!)
  })

  test('a number elsewhere while one is already to be seen; its end and the next beginning may meet', async () => {
    const eyes = await newClinic(server)
    const first = await clinic.addSession({ slots: 2 })
    const meanwhile = await eyes.addSession({ from: '08:15', slots: 1 })
    const after = await eyes.addSession({ from: '08:30', slots: 1, departmentId: await eyes.addDepartment('眼科') })
    const { appointmentId } = await bookAs(who, first.slotIds[0]!)
    const refused = await refusalOf(bookAs(who, meanwhile.slotIds[0]!))
    const [, month, day] = first.day.split('-').map(Number)
    expect(refused).toMatchObject({ code: 'overlaps_booking', details: { appointmentId } })
    expect(refused.message).toContain(
      `${month}月${day}日 08:00–08:30，${clinic.institution.name} 全科。一个人同一时间只能看一处`,
    )
    await bookAs(await newResident(server), meanwhile.slotIds[0]!)
    const next = await bookAs(who, after.slotIds[0]!)
    for (const given of [appointmentId, next.appointmentId])
      await who.appointments.cancel({ params: { appointmentId: given }, body: {} })
    await bookAs(who, meanwhile.slotIds[0]!)
  })

  test('more than the month allows one phone number; a cancelled one does not count', async () => {
    const strict = await newClinic(server, { perPhonePerMonth: 2 })
    const sessions = [
      await strict.addSession(),
      await strict.addSession({ inDays: 2 }),
      await strict.addSession({ inDays: 3 }),
    ]
    const first = await bookAs(who, sessions[0]!.slotIds[0]!)
    await bookAs(who, sessions[1]!.slotIds[0]!)
    expect((await refusalOf(bookAs(who, sessions[2]!.slotIds[0]!))).code).toBe('limit_phone_month')
    await who.appointments.cancel({ params: { appointmentId: first.appointmentId }, body: {} })
    await bookAs(who, sessions[2]!.slotIds[0]!)
  })

  test('more than the month allows an account that has no phone number', async () => {
    const strict = await newClinic(server, { perPhonePerMonth: 1 })
    const [first, second] = [await strict.addSession(), await strict.addSession({ inDays: 2 })]
    const others = [await newResident(server), await newResident(server)]
    await server.db.query('UPDATE account SET phone = NULL, phone_index = NULL WHERE account_id IN (?)', [
      others.map(r => r.accountId),
    ])
    for (const r of others) await bookAs(r, first.slotIds[0]!)
    expect((await refusalOf(bookAs(others[0]!, second.slotIds[0]!))).code).toBe('limit_phone_month')
    await bookAs(who, second.slotIds[0]!)
  })

  test('somebody blocked for no-shows, at that institution only', async () => {
    const { slotIds } = await clinic.addSession()
    const elsewhere = await (await newClinic(server)).addSession()
    await server.db.query(
      `INSERT INTO no_show_block (block_id, person_id, institution_id, live_key, caused_by, starts_on, ends_on, no_shows, created_at)
       VALUES (UUID(), ?, ?, ?, UUID(), '2020-01-01', '2099-12-31', 3, NOW(3))`,
      [who.personId, clinic.institutionId, `${who.personId}:${clinic.institutionId}`],
    )
    const refused = await refusalOf(bookAs(who, slotIds[0]!))
    expect(refused.code).toBe('blocked_no_show')
    expect(refused.details).toEqual({ count: 3, endsOn: '2099-12-31' })
    await bookAs(who, elsewhere.slotIds[0]!)
  })

  test('numbers that are left for others', async () => {
    const { slotIds } = await clinic.addSession({ numbers: 0, contracted: 2, referral: 1 })
    const refused = await refusalOf(bookAs(who, slotIds[0]!))
    expect(refused.code).toBe('pool_not_allowed')
    expect(refused.details.nearest).toEqual([])
    expect(await whole(slotIds[0]!)).toMatchObject({ con: 2, ref: 1, live: 0 })
  })

  test('a body without a person, and who is not signed in', async () => {
    const { slotIds } = await clinic.addSession()
    const key = { 'Idempotency-Key': 'some-key-1' }
    const bad = await who.ask('POST', '/appointments', { body: { slotId: slotIds[0] }, headers: key })
    expect(bad.status).toBe(422)
    const nobody = await who.ask('POST', '/appointments', {
      body: { slotId: slotIds[0], personId: who.personId },
      headers: { ...key, Authorization: '' },
    })
    expect(nobody.status).toBe(401)
  })
})

test('for a member of the family, shown as by whom', async () => {
  const { addSession } = await newClinic(server)
  const { slotIds } = await addSession()
  const who = await newResident(server)
  const grandmother = await newResident(server)
  await grandmother.identity.grantProxy({
    body: {
      grantee: { kind: 'relative', phone: who.wechatPhone, relation: 'grandchild' },
      scope: ['appointments'],
      endsOn: dayIn(30),
    },
  })
  const booked = await bookAs(who, slotIds[0]!, grandmother.personId)
  expect(booked.lastChange).toMatchObject({ by: 'proxy', byName: expect.stringMatching(/^代办人 .\*+$/) })
  const hers = await grandmother.appointments.appointments({})
  expect(hers.appointments.map(a => a.appointmentId)).toEqual([booked.appointmentId])
})

const dayIn = (days: number): string =>
  new Date(server.clock.now().getTime() + days * 86_400_000).toISOString().slice(0, 10)

test('a village doctor books from the contracted pool for who authorised them, then from the public one', async () => {
  const clinic = await newClinic(server, { perDepartmentPerDay: 9, perPhonePerMonth: 1 })
  const doctor = await newStaff(server, {
    role: 'doctor',
    institutionId: clinic.institutionId,
    practitionerId: clinic.doctorId,
  })
  const elders = [await newResident(server), await newResident(server)]
  const { slotIds, sessionId } = await clinic.addSession({ numbers: 1, contracted: 1 })
  for (const elder of elders)
    await elder.identity.grantProxy({
      body: {
        grantee: { kind: 'doctor', practitionerId: clinic.doctorId },
        scope: ['appointments'],
        endsOn: dayIn(30),
      },
    })
  const [first, second] = elders.map(e => e.personId)
  const seen = await doctor.appointments.session({ params: { sessionId }, query: { personId: first } })
  expect(seen.slots[0]!.remaining).toBe(2)
  const booked = await doctor.appointments.book({ body: { slotId: slotIds[0]!, personId: first! } })
  expect(booked).toMatchObject({ pool: 'contracted', lastChange: { by: 'doctor', byName: '李明医生' } })
  expect(await doctor.appointments.book({ body: { slotId: slotIds[0]!, personId: second! } })).toMatchObject({
    pool: 'public',
  })
  expect(await whole(slotIds[0]!)).toMatchObject({ pub: 0, con: 0, live: 2 })
})
