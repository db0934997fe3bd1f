/** The consent that asking gives: among the account's other consents, withdrawn there, given again by asking again. */
import { codeOf } from '../../../testing/client'
import { askDoctor, newConsultingDoctor, questionOf } from '../../../testing/consulting'
import { signedInLive } from '../../../testing/live-client'
import { type TestServer, startTestServer } from '../../../testing/server'
import { type Resident, newResident } from '../../../testing/signed-in'
import { newRelative } from '../talking/testing'

let server: TestServer
beforeAll(async () => {
  server = await startTestServer()
}, 60_000)
afterAll(() => server?.stop())

const consentsOf = async ({ identity }: Resident) =>
  (await identity.me({})).consents.filter(c => c.kind === 'consultation')
const asking = { earlier: { by: 'doctor_fetches' as const } }

test('asking gives it once, in its version; what was withdrawn stands as withdrawn and is given anew by asking', async () => {
  const [first, second, third] = [
    await newConsultingDoctor(server),
    await newConsultingDoctor(server),
    await newConsultingDoctor(server),
  ]
  const who = await newResident(server)
  expect(await consentsOf(who)).toEqual([])
  const { consultationId } = await askDoctor(server, who, first, asking)
  const version = server.context.config.CONSULTATION_CONSENT_VERSION
  const [given] = await consentsOf(who)
  expect(given).toEqual({ kind: 'consultation', version, givenAt: expect.any(String), withdrawnAt: null })
  server.clock.push(60_000)
  await askDoctor(server, who, second, asking)
  expect(await consentsOf(who)).toEqual([given])

  await who.identity.withdrawConsent({ params: { kind: 'consultation' } })
  const [withdrawn] = await consentsOf(who)
  expect(withdrawn).toEqual({ ...given, withdrawnAt: expect.any(String) })
  // What is under way goes on to its own end.
  expect(await who.consultations.consultation({ params: { consultationId } })).toMatchObject({
    status: 'planned',
    can: { write: true, withdraw: true },
  })
  server.clock.push(60_000)
  await askDoctor(server, who, third, asking)
  const [anew, before] = await consentsOf(who)
  expect([anew, before]).toEqual([{ ...given, givenAt: expect.any(String) }, withdrawn])
  expect(Date.parse(anew!.givenAt)).toBeGreaterThan(Date.parse(withdrawn!.withdrawnAt!))
  const told = await server.db.query(
    `SELECT e.version FROM outbox_event e JOIN consent c ON e.business_key = CONCAT('consent:', c.consent_id)
     WHERE c.account_id = ? AND c.kind = 'consultation' ORDER BY c.given_at, e.version`,
    [(await who.identity.me({})).accountId],
  )
  expect(told).toEqual([{ version: 1 }, { version: 2 }, { version: 1 }])
})

test('two questions at the same moment agree once, and both are asked', async () => {
  const who = await newResident(server)
  const doctors = [await newConsultingDoctor(server), await newConsultingDoctor(server)]
  const asked = await Promise.all(
    doctors.map(doctor => who.consultations.ask({ body: questionOf(server, who, doctor, asking) })),
  )
  expect(new Set(asked.map(c => c.consultationId)).size).toBe(2)
  expect(await consentsOf(who)).toHaveLength(1)
})

test('a question that is refused agrees to nothing', async () => {
  const who = await newResident(server)
  const doctor = await newConsultingDoctor(server, { onDuty: false })
  await expect(askDoctor(server, who, doctor, asking)).rejects.toMatchObject({ code: 'doctor_off_duty' })
  expect(await consentsOf(who)).toEqual([])
})

test('without consent to health data no doctor sees the county’s records any more, and each is told at once', async () => {
  const [who, daughter] = [await newResident(server), await newResident(server)]
  const doctors = [await newConsultingDoctor(server), await newConsultingDoctor(server)] as const
  const { relative } = await newRelative(server, who, 'records')
  // Asked by the person, and by somebody else for the person; one more of somebody else's own.
  const own = await askDoctor(server, who, doctors[0])
  const asked = { ...relative, personId: who.personId, onFile: who.onFile }
  const forThem = await askDoctor(server, asked, doctors[1])
  const others = await askDoctor(server, daughter, doctors[0])
  const of = ({ consultationId }: { consultationId: string }) => ({ params: { consultationId } })
  const look = (n: 0 | 1, c: { consultationId: string }) =>
    doctors[n].consultationsDoctor.patientRecords({ ...of(c), query: { kind: 'diagnosis' } })
  expect((await look(0, own)).records).toHaveLength(2)
  expect((await look(1, forThem)).records).toHaveLength(2)
  const phones = await Promise.all(doctors.map(d => signedInLive(server.base, d.tokens)))

  await who.identity.withdrawConsent({ params: { kind: 'health_data' } })
  for (const [n, c] of [own, forThem].entries()) {
    expect(await codeOf(look(n as 0 | 1, c))).toBe('records_not_allowed')
    expect(await who.consultations.consultation(of(c))).toMatchObject({ status: 'planned', allowRecords: false })
    expect(await phones[n]!.next()).toEqual({ type: 'state', consultationId: c.consultationId })
    expect(await phones[n]!.rest()).toEqual([])
    phones[n]!.cut()
  }
  expect((await look(0, others)).records).toHaveLength(1)
  const taken = await server.db.query(
    `SELECT account_id AS accountId, role FROM audit_event WHERE person_id = ? AND action = 'consultations.disallow'`,
    [who.personId],
  )
  expect(taken).toEqual([1, 2].map(() => ({ accountId: who.accountId, role: 'resident' })))

  const allow = () => who.consultations.changeRecordsAccess({ ...of(own), body: { allow: true } })
  expect(await codeOf(allow())).toBe('consent_required')
  const version = server.context.config.HEALTH_DATA_CONSENT_VERSION
  await who.identity.giveConsent({ body: { kind: 'health_data', version } })
  expect(await allow()).toMatchObject({ allowRecords: true })
})
