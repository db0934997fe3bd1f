/** What a resident sees of a question that waits, on the first page and on its own, over real HTTP. */
import {
  acceptedNow,
  askDoctor,
  type ConsultingDoctor,
  newConsultingDoctor,
  setConsultationRules,
} from '../../../testing/consulting'
import { type LiveClient, signedInLive } from '../../../testing/live-client'
import { addPersonOnFile } from '../../../testing/people'
import { type TestServer, startTestServer } from '../../../testing/server'
import { type Resident, newResident } from '../../../testing/signed-in'
import { stepsOf } from '../answering/testing'

const day = 86_400_000

let server: TestServer
const phones: LiveClient[] = []
beforeAll(async () => {
  server = await startTestServer()
}, 60_000)
afterEach(() => phones.splice(0).forEach(phone => phone.cut()))
afterAll(() => server?.stop())

const params = (consultationId: string) => ({ params: { consultationId } })
const onFirstPage = async (who: Resident, personId = who.personId) =>
  (await who.appointments.home({ query: { personId } })).consultation
const read = async (who: Resident, consultationId: string) => {
  const { last } = await who.consultations.consultation(params(consultationId))
  await who.consultationTalk.reached({ ...params(consultationId), body: { delivered: last, read: last } })
}
const goOffDuty = ({ doctorDesk }: ConsultingDoctor, onDuty = false) => doctorDesk.setDuty({ body: { onDuty } })

describe('the first page', () => {
  test('nothing, then the question that waits, then what was said, then nothing once its end was read', async () => {
    const step = stepsOf(server)
    const asked = await step.asked()
    const { consultationId, resident: who } = asked
    expect(await onFirstPage(await newResident(server))).toBeNull()
    expect(await onFirstPage(who)).toMatchObject({ consultationId, status: 'planned', awaiting: 'doctor', unread: 0 })
    await step.accept(asked)
    const told = await onFirstPage(who)
    expect(told).toMatchObject({ consultationId, status: 'in-progress', doctorName: '李明' })
    expect(told!.unread).toBeGreaterThan(0)
    await read(who, consultationId)
    expect(await onFirstPage(who)).toMatchObject({ consultationId, unread: 0 })
    await step.stop(asked)
    expect(await onFirstPage(who)).toMatchObject({ consultationId, outcome: 'clinic' })
    await read(who, consultationId)
    expect(await onFirstPage(who)).toBeNull()
  })

  test('not what one took back oneself; an end that nobody read goes by itself after two weeks', async () => {
    const step = stepsOf(server)
    const { consultationId, resident: who } = await step.asked()
    await who.consultations.withdraw(params(consultationId))
    expect(await onFirstPage(who)).toBeNull()
    const stopped = await step.asked()
    await step.stop(stopped)
    const back = server.clock.now()
    expect(await onFirstPage(stopped.resident)).toMatchObject({ consultationId: stopped.consultationId })
    await server.db.query('UPDATE consultation SET ended_at = ? WHERE consultation_id = ?', [
      new Date(back.getTime() - 15 * day),
      stopped.consultationId,
    ])
    expect(await onFirstPage(stopped.resident)).toBeNull()
  })

  test('of several the one that wants something first: to be paid, to be read, to be answered', async () => {
    const who = await newResident(server)
    const [waits, runs, costs] = [
      await newConsultingDoctor(server),
      await newConsultingDoctor(server),
      await newConsultingDoctor(server),
    ]
    await setConsultationRules(server, costs.institutionId, { fee: 500 })
    const running = await askDoctor(server, who, runs)
    const waiting = await askDoctor(server, who, waits)
    await acceptedNow(server, running.consultationId)
    expect(await onFirstPage(who)).toMatchObject({ consultationId: running.consultationId })
    await waits.consultationsDoctor.askBack({
      ...params(waiting.consultationId),
      body: { messageId: '01990000-0000-7000-8000-00000000b001', text: '药是饭前吃还是饭后吃？' },
    })
    expect(await onFirstPage(who)).toMatchObject({ consultationId: waiting.consultationId, unread: 1 })
    await read(who, waiting.consultationId)
    expect(await onFirstPage(who)).toMatchObject({ consultationId: waiting.consultationId, awaiting: 'resident' })
    const due = await askDoctor(server, who, costs)
    expect(await onFirstPage(who)).toMatchObject({
      consultationId: due.consultationId,
      payment: { state: 'due', amount: 500, orderId: due.payment!.orderId },
    })
  })

  test('of a relative only with a look at their records, and the look is told them', async () => {
    const who = await newResident(server)
    const doctor = await newConsultingDoctor(server)
    const addRelative = async (scope: ('appointments' | 'records')[]) => {
      const { name, identityNumber } = addPersonOnFile(server, { phone: null, birthDate: '1950-02-02' })
      const { person, linkId } = await who.identity.addMember({
        body: { name, identityNumber, relation: 'mother', scope, guardianConsent: false },
      })
      return { personId: person.personId, linkId }
    }
    const mother = await addRelative(['appointments', 'records'])
    const earlier = { by: 'doctor_fetches' as const }
    const { consultationId } = await askDoctor(server, who, doctor, { personId: mother.personId, earlier })
    expect(await onFirstPage(who)).toBeNull()
    expect(await onFirstPage(who, mother.personId)).toMatchObject({
      consultationId,
      personName: expect.stringContaining('*'),
    })
    const looks = await server.db.query('SELECT action FROM audit_event WHERE person_id = ? AND action = ?', [
      mother.personId,
      'consultations.read',
    ])
    expect(looks).toHaveLength(1)
    await server.db.query('UPDATE person_link SET scope = ? WHERE link_id = ?', ['appointments', mother.linkId])
    expect(await onFirstPage(who, mother.personId)).toBeNull()
  })
})

describe('while nobody has accepted', () => {
  const awayOf = async (who: Resident, consultationId: string) =>
    (await who.consultations.consultation(params(consultationId))).doctorAway

  test('the doctor goes off duty and comes back: the phone hears of it and is told', async () => {
    const doctor = await newConsultingDoctor(server)
    const who = await newResident(server)
    const { consultationId, doctorAway } = await askDoctor(server, who, doctor)
    expect(doctorAway).toBeNull()
    const phone = await signedInLive(server.base, who.tokens)
    phones.push(phone)
    await goOffDuty(doctor)
    expect(await phone.rest()).toContainEqual({ type: 'state', consultationId })
    expect(await awayOf(who, consultationId)).toBe('off_duty')
    await goOffDuty(doctor, true)
    expect(await phone.rest()).toContainEqual({ type: 'state', consultationId })
    expect(await awayOf(who, consultationId)).toBeNull()
    const withdrawn = await who.consultations.withdraw(params(consultationId))
    expect(withdrawn).toMatchObject({ outcome: 'withdrawn', doctorAway: null })
  })

  test('a doctor whose position was taken answers online no longer; one who accepted is not called away', async () => {
    const doctor = await newConsultingDoctor(server)
    const [waits, runs] = [await newResident(server), await newResident(server)]
    const { consultationId } = await askDoctor(server, waits, doctor)
    const running = await askDoctor(server, runs, doctor)
    await acceptedNow(server, running.consultationId)
    await server.db.query('UPDATE staff SET disabled_at = ? WHERE practitioner_id = ?', [
      server.clock.now(),
      doctor.doctorId,
    ])
    expect(await awayOf(waits, consultationId)).toBe('left')
    expect(await onFirstPage(waits)).toMatchObject({ consultationId, doctorAway: 'left' })
    expect(await awayOf(runs, running.consultationId)).toBeNull()
    expect(await onFirstPage(runs)).toMatchObject({ consultationId: running.consultationId, doctorAway: null })
  })
})
