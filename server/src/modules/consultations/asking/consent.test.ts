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

const healthData = { params: { kind: 'health_data' as const } }
const of = ({ consultationId }: { consultationId: string }) => ({ params: { consultationId } })
/** Somebody with a proxy, as who asks for the person. */
const relativeOf = async (who: Resident): Promise<Resident> => {
  const { relative } = await newRelative(server, who, 'records')
  return { ...relative, personId: who.personId, onFile: who.onFile }
}
const agreeAgain = (who: Resident) =>
  who.identity.giveConsent({
    body: { kind: 'health_data', version: server.context.config.HEALTH_DATA_CONSENT_VERSION },
  })

/** A statement with these words in it stays at work: it waits for a row that somebody else holds. */
const untilWaiting = async (words: string): Promise<void> => {
  for (let asked = 0, seen = 0; seen < 5; asked++) {
    if (asked > 120) throw new Error('Nobody waits')
    const [{ n }] = await server.db.query(
      `SELECT COUNT(*) AS n FROM information_schema.processlist WHERE info LIKE ? AND info NOT LIKE '%processlist%'`,
      [`%${words}%`],
    )
    seen = Number(n) ? seen + 1 : 0
    await new Promise(resolve => setTimeout(resolve, 30))
  }
}
const liveConsentId = async ({ accountId }: Resident): Promise<string> => {
  const [row] = await server.db.query('SELECT consent_id AS id FROM consent WHERE live_key = ?', [
    `${accountId}:health_data`,
  ])
  return row.id
}

/** `first` waits at the row that `hold` takes; the withdrawal comes meanwhile, and as far as it can. */
const withdrawnDuring = async <T>(who: Resident, hold: [string, string[]], waits: string, first: () => Promise<T>) => {
  const consentId = await liveConsentId(who)
  const holder = server.db.createQueryRunner()
  await holder.startTransaction()
  try {
    await holder.query(...hold)
    const writing = first()
    await untilWaiting(waits)
    const withdrawing = who.identity.withdrawConsent(healthData)
    await Promise.race([withdrawing, untilWaiting(consentId)])
    await holder.commitTransaction()
    const [written] = await Promise.all([writing, withdrawing])
    return written
  } finally {
    await holder.release()
  }
}

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
  // Asked by the person, and by somebody else for the person; one more of somebody else's own.
  const own = await askDoctor(server, who, doctors[0])
  const forThem = await askDoctor(server, await relativeOf(who), doctors[1])
  const others = await askDoctor(server, daughter, doctors[0])
  const look = (n: 0 | 1, c: { consultationId: string }) =>
    doctors[n].consultationsDoctor.patientRecords({ ...of(c), query: { kind: 'diagnosis' } })
  expect((await look(0, own)).records).toHaveLength(2)
  expect((await look(1, forThem)).records).toHaveLength(2)
  const phones = await Promise.all(doctors.map(d => signedInLive(server.base, d.tokens)))

  await who.identity.withdrawConsent(healthData)
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
  await agreeAgain(who)
  expect(await allow()).toMatchObject({ allowRecords: true })
})

test('what the person withdrew no relative gives back; the person does, on their own phone', async () => {
  const who = await newResident(server)
  const [relative, doctor, other] = [
    await relativeOf(who),
    await newConsultingDoctor(server),
    await newConsultingDoctor(server),
  ]
  const asked = await askDoctor(server, relative, doctor)
  await who.identity.withdrawConsent(healthData)
  const allow = () => relative.consultations.changeRecordsAccess({ ...of(asked), body: { allow: true } })
  expect(await codeOf(allow())).toBe('person_consent_withdrawn')
  expect(await codeOf(askDoctor(server, relative, other))).toBe('person_consent_withdrawn')
  // Taking back is possible at any time.
  await relative.consultations.changeRecordsAccess({ ...of(asked), body: { allow: false } })

  // Whatever a row says, nothing more is shown of somebody who withdrew.
  const look = () => doctor.consultationsDoctor.patientRecords({ ...of(asked), query: { kind: 'diagnosis' } })
  await server.db.query('UPDATE consultation SET allow_records = 1 WHERE consultation_id = ?', [asked.consultationId])
  expect(await codeOf(look())).toBe('records_not_allowed')

  await agreeAgain(who)
  expect(await allow()).toMatchObject({ allowRecords: true })
  expect((await look()).records).not.toEqual([])
  expect(await askDoctor(server, relative, other)).toMatchObject({ allowRecords: true })
})

test('a withdrawal while the records are being opened again is not overtaken', async () => {
  const who = await newResident(server)
  const doctor = await newConsultingDoctor(server)
  const asked = await askDoctor(server, who, doctor, { allowRecords: false })
  const { consultationId } = asked
  await withdrawnDuring(
    who,
    ['SELECT 1 FROM consultation WHERE consultation_id = ? FOR UPDATE', [consultationId]],
    consultationId,
    () => who.consultations.changeRecordsAccess({ ...of(asked), body: { allow: true } }),
  )
  expect(await who.consultations.consultation(of(asked))).toMatchObject({ allowRecords: false })
})

test('a withdrawal while a question is being written is not overtaken, of whoever asks or is asked for', async () => {
  const who = await newResident(server)
  for (const asker of [await relativeOf(who), who]) {
    const doctor = await newConsultingDoctor(server)
    const asked = await withdrawnDuring(
      who,
      ['SELECT 1 FROM consultation_desk WHERE doctor_id = ? FOR UPDATE', [doctor.doctorId]],
      doctor.doctorId,
      () => askDoctor(server, asker, doctor),
    )
    expect(await asker.consultations.consultation(of(asked))).toMatchObject({ status: 'planned', allowRecords: false })
    await agreeAgain(who)
  }
})
