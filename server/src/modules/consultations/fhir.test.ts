/** What the county platform holds of consultations: each once, in its last state, whatever happened meanwhile. */
import type { Communication, Condition, DocumentReference, Encounter, QuestionnaireResponse } from '@medplum/fhirtypes'
import sharp from 'sharp'
import { isProblem } from 'shared/kernel/errors'
import { codeSystems, extensionUrls, identifierSystems } from 'shared/kernel/fhir-systems'
import { v7 as uuid } from 'uuid'
import { dayOf } from '../../clock'
import { reconcile } from '../../relay/reconcile'
import { newConsultingDoctor } from '../../testing/consulting'
import { type TestServer, startTestServer } from '../../testing/server'
import { newResident } from '../../testing/signed-in'
import { type Algorithm, verifyText } from './records/sign'
import { type Steps, recordSteps } from './records/testing'

let server: TestServer
let steps: Steps
beforeAll(async () => {
  server = await startTestServer()
  steps = recordSteps(server)
}, 60_000)
afterAll(() => server?.stop())

type Held = Encounter | Communication | QuestionnaireResponse | Condition | DocumentReference
const held = <T extends Held>(type: T['resourceType'], system: string, id: string): T[] =>
  [...server.platform.store.changedSince(type)]
    .map(v => v.resource as unknown as T)
    .filter(r => [r.identifier ?? []].flat().some(i => i.system === system && i.value?.startsWith(id)))
const deliver = () => server.runJob('relay-deliver')
const stuck = () => server.db.query(`SELECT kind, state, reason FROM outbox_event WHERE state <> 'delivered'`)
const encounterOf = (id: string) => held<Encounter>('Encounter', identifierSystems.consultation, id)
const messagesOf = (id: string) =>
  [...server.platform.store.changedSince('Communication')]
    .map(v => v.resource as unknown as Communication)
    .filter(r => r.encounter?.identifier?.value === id)
const picture = () =>
  sharp({ create: { width: 40, height: 30, channels: 3, background: '#123456' } })
    .png()
    .toBuffer()

/** The fixture's doctor and clinic, as the county's directory has them. */
const putOnPlatform = ({ doctorId, institutionId }: { doctorId: string; institutionId: string }): void =>
  server.platform.store.atomically(() => {
    for (const [resourceType, id] of [
      ['Practitioner', doctorId],
      ['Organization', institutionId],
    ] as const)
      server.platform.store.put(id, { resourceType, id, active: true } as never)
  })

const asking = async () => {
  const question = { questionId: uuid(), text: '药按时吃吗', answer: 'yes_no' as const }
  const doctor = await newConsultingDoctor(server, { questions: [question] })
  putOnPlatform(doctor)
  const resident = await newResident(server)
  return steps.asked({ answers: [{ questionId: question.questionId, answer: '是' }] }, { doctor, resident })
}
type Asked = Awaited<ReturnType<typeof asking>>

/** Accepted, talked, signed and amended. */
const answering = async (asked: Asked) => {
  await steps.accept(asked)
  const { consultationId, resident, doctor } = asked
  const say = (body: object) =>
    resident.consultationTalk.send({ ...steps.of(consultationId), body: { messageId: uuid(), ...body } as never })
  await say({ kind: 'text', text: '这几天头晕' })
  const { attachmentId } = await resident.attachments.upload({ body: { kind: 'picture' }, file: await picture() })
  await say({ kind: 'picture', attachmentId })
  const reply = { messageId: uuid(), kind: 'text' as const, text: '血压多少' }
  await doctor.consultationTalk.doctorSend({ ...steps.of(consultationId), body: reply })
  await steps.finish(asked)
  await steps.amend(asked, { diagnosis: '高血压病 2 级' })
  return { ...asked, attachmentId }
}

const wordsOf = (c: Communication): string | undefined => c.payload?.[0]?.contentString
const textOf = (d: DocumentReference, n: number): string =>
  Buffer.from(d.content[n]!.attachment.data!, 'base64').toString('utf8')

const expectEverythingOnce = async ({
  consultationId,
  doctor,
  resident,
  attachmentId,
}: Awaited<ReturnType<typeof answering>>) => {
  const patient = { reference: `Patient/${resident.onFile.platformId}` }
  expect(encounterOf(consultationId)).toEqual([
    expect.objectContaining({
      status: 'finished',
      class: { system: codeSystems.encounterClass, code: 'VR' },
      subject: patient,
      participant: [{ individual: { reference: `Practitioner/${doctor.doctorId}` } }],
      serviceProvider: { reference: `Organization/${doctor.institutionId}` },
      period: { start: expect.any(String), end: expect.any(String) },
    }),
  ])
  const messages = messagesOf(consultationId)
  const numbers = messages.map(m => m.extension?.find(e => e.url === extensionUrls.messageNumber)?.valueInteger)
  const { last } = await resident.consultationTalk.messages({ ...steps.of(consultationId), query: {} })
  expect(numbers.sort((a, b) => a! - b!)).toEqual(Array.from({ length: last }, (_, n) => n + 1))
  expect(messages.map(wordsOf)).toEqual(expect.arrayContaining(['这几天头晕', '血压多少']))
  const shown = messages.find(m => m.payload?.[0]?.contentAttachment)!.payload![0]!.contentAttachment!
  expect(shown).toEqual({ contentType: 'image/jpeg', title: `图片 ${attachmentId}` })
  const answers = held<QuestionnaireResponse>(
    'QuestionnaireResponse',
    identifierSystems.consultationAnswers,
    consultationId,
  )
  expect(answers.map(a => a.item)).toEqual([
    [expect.objectContaining({ text: '药按时吃吗', answer: [{ valueString: '是' }] })],
  ])
  const diagnoses = held<Condition>('Condition', identifierSystems.consultationDiagnosis, consultationId)
  expect(diagnoses.map(d => d.code?.text)).toEqual(['高血压病 2 级'])
  const documents = held<DocumentReference>('DocumentReference', identifierSystems.consultationRecord, consultationId)
  expect(documents.map(d => d.status).sort()).toEqual(['current', 'superseded'])
  for (const document of documents) {
    const proof = JSON.parse(textOf(document, 1)) as Record<string, string>
    const verified = verifyText(proof.algorithm as Algorithm, proof.publicKey!, textOf(document, 0), proof.signature!)
    expect(verified).toBe(true)
  }
  expect(documents.find(d => d.status === 'current')!.relatesTo).toEqual([
    expect.objectContaining({ code: 'replaces' }),
  ])
}

test('a whole life is there once each; the receipt says so, and nothing differs', async () => {
  const life = await answering(await asking())
  await deliver()
  await deliver()
  expect(await stuck()).toEqual([])
  await expectEverythingOnce(life)
  expect((await steps.seen(life)).relay).toMatchObject({ state: 'delivered' })
  const day = dayOf(server.clock.now(), server.context.config.TIME_ZONE)
  const compared = await reconcile(server.context, day, day)
  expect(isProblem(compared) ? compared : compared.differences).toEqual([])
}, 60_000)

test('a platform that is down holds up nobody, and gets everything once when it is back', async () => {
  const asked = await asking()
  await server.misbehave('down')
  const life = await answering(asked)
  await deliver()
  expect(encounterOf(life.consultationId)).toEqual([])
  await server.misbehave('none')
  while (isProblem(await server.context.county.findPeople('nobody'))) await new Promise(done => setTimeout(done, 200))
  await server.db.query(`UPDATE outbox_event SET next_attempt_at = created_at WHERE state = 'waiting'`)
  await deliver()
  await deliver()
  expect(await stuck()).toEqual([])
  await expectEverythingOnce(life)
}, 60_000)

test('a stopped and a withdrawn one are there as they ended', async () => {
  const stopped = await asking()
  await steps.stop(stopped)
  const withdrawn = await asking()
  await withdrawn.resident.consultations.withdraw(steps.of(withdrawn.consultationId))
  await deliver()
  const outcome = (valueCode: string) => expect.arrayContaining([{ url: extensionUrls.consultationOutcome, valueCode }])
  expect(encounterOf(stopped.consultationId)).toMatchObject([{ status: 'finished', extension: outcome('clinic') }])
  expect(encounterOf(withdrawn.consultationId)).toMatchObject([
    { status: 'cancelled', extension: outcome('withdrawn') },
  ])
  expect(await stuck()).toEqual([])
})
