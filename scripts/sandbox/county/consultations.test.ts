import { createHash } from 'node:crypto'
import { extensionUrls, identifierSystems } from 'shared/kernel/fhir-systems'
import { type CountySandbox } from './sandbox'
import { type Answer, type Ask, signIn, startSmallCounty } from './testing'

let county: CountySandbox
let ask: Ask

beforeAll(async () => {
  county = await startSmallCounty()
  ask = await signIn(county.url)
})
afterAll(() => county.stop())

const who = { reference: 'Patient/pat-wang-defu' }
const somebodyElse = { reference: 'Patient/pat-sun-li' }
const doctor = { reference: 'Practitioner/doc-songling-general-1' }
const sent = '2026-11-23T01:00:00Z'

const consultation = (number: string, changes: object = {}) => ({
  resourceType: 'Encounter',
  identifier: [{ system: identifierSystems.consultation, value: number }],
  status: 'planned',
  class: { system: 'http://terminology.hl7.org/CodeSystem/v3-ActCode', code: 'VR' },
  subject: who,
  participant: [{ individual: doctor }],
  serviceProvider: { reference: 'Organization/org-songling' },
  ...changes,
})
const running = { status: 'in-progress', period: { start: sent } }
const finished = { status: 'finished', period: { start: sent, end: sent } }

const byIdentifier = (number: string) => ({
  type: 'Encounter',
  identifier: { system: identifierSystems.consultation, value: number },
})
const message = (number: string, of: object, changes: object = {}) => ({
  resourceType: 'Communication',
  identifier: [{ system: identifierSystems.consultationMessage, value: number }],
  extension: [{ url: extensionUrls.messageNumber, valueInteger: 1 }],
  status: 'completed',
  subject: who,
  encounter: of,
  sent,
  sender: who,
  payload: [{ contentString: '这几天头晕' }],
  ...changes,
})
const answers = (of: object, changes: object = {}) => ({
  resourceType: 'QuestionnaireResponse',
  status: 'completed',
  subject: who,
  encounter: of,
  authored: sent,
  item: [{ linkId: '1', text: '药按时吃吗', answer: [{ valueBoolean: true }] }],
  ...changes,
})
const diagnosis = (of: object, changes: object = {}) => ({
  resourceType: 'Condition',
  subject: who,
  encounter: of,
  code: { text: '高血压' },
  asserter: doctor,
  ...changes,
})
const attachment = (text: string) => {
  const data = Buffer.from(text)
  const hash = createHash('sha1').update(data).digest('base64')
  return { contentType: 'application/json', data: data.toString('base64'), hash }
}
const document = (of: object, changes: object = {}) => ({
  resourceType: 'DocumentReference',
  status: 'current',
  type: { text: '互联网诊疗病历' },
  subject: who,
  author: [doctor],
  date: sent,
  content: [{ attachment: attachment('{"diagnosis":"高血压"}') }],
  context: { encounter: [of] },
  ...changes,
})

const create = (resource: { resourceType: string }) => ask('POST', `/${resource.resourceType}`, resource)
const put = ({ body }: Answer, changes: object) =>
  ask('PUT', `/${body.resourceType}/${body.id}`, { ...body, ...changes })
const faultsOf = ({ body }: Answer): string[] => body.issue.flatMap((i: { expression: string[] }) => i.expression)

it('keeps the five kinds, finds them by their visit and leaves one behind of each', async () => {
  const visit = await create(consultation('a1'))
  const of = { reference: `Encounter/${visit.body.id}` }
  const condition = { 'If-None-Exist': `identifier=${identifierSystems.consultationMessage}|a1-1` }
  const sentTwice = [1, 2].map(() => ask('POST', '/Communication', message('a1-1', of), condition))
  expect((await Promise.all(sentTwice)).map(({ status }) => status).sort()).toEqual([200, 201])
  for (const resource of [answers(of), diagnosis(of), document(of)]) {
    expect((await create(resource)).status).toBe(201)
    const found = await ask('GET', `/${resource.resourceType}?encounter=Encounter/${visit.body.id}`)
    expect(found.body.total).toBe(1)
  }
  expect((await ask('GET', `/Communication?encounter=Encounter/${visit.body.id}`)).body.total).toBe(1)
})

it('finds a message by the identifier of a visit that is still on its way', async () => {
  expect((await create(message('b1-1', byIdentifier('b1')))).status).toBe(201)
  const token = encodeURIComponent(`${identifierSystems.consultation}|b1`)
  expect((await ask('GET', `/Communication?encounter:identifier=${token}`)).body.total).toBe(1)
  expect((await ask('GET', `/Communication?encounter:identifier=${token}2`)).body.total).toBe(0)
  expect((await ask('GET', `/Communication?encounter:missing=true`)).status).toBe(400)
})

it('lets a consultation go on one way alone', async () => {
  const asked = await create(consultation('c1'))
  const accepted = await put(asked, running)
  const ended = await put(accepted, finished)
  expect([asked.status, accepted.status, ended.status]).toEqual([201, 200, 200])
  for (const back of [running, { status: 'planned' }, { status: 'cancelled' }]) {
    const refused = await put(ended, back)
    expect([refused.status, refused.body.issue[0].code]).toEqual([422, 'business-rule'])
  }
  expect((await ask('GET', `/Encounter/${asked.body.id}`)).body).toMatchObject({
    status: 'finished',
    meta: { versionId: '3' },
  })
  expect((await ask('GET', `/Encounter/${asked.body.id}/_history`)).body.entry).toHaveLength(3)
  const withdrawn = await put(await create(consultation('c2')), { status: 'cancelled' })
  expect((await put(withdrawn, running)).status).toBe(422)
})

it.each([
  ['a consultation of nobody', consultation('d', { subject: undefined }), 'Encounter.subject'],
  ['a consultation with nobody', consultation('d', { participant: undefined }), 'Encounter.participant'],
  ['a consultation nowhere', consultation('d', { serviceProvider: undefined }), 'Encounter.serviceProvider'],
  ['a state that a consultation has not', consultation('d', { status: 'triaged' }), 'Encounter.status'],
  ['a talk that began at no time', consultation('d', { status: 'in-progress' }), 'Encounter.period.start'],
  ['an end at no time', consultation('d', { ...running, status: 'finished' }), 'Encounter.period.end'],
  ['a message of no visit', message('d', byIdentifier('d'), { encounter: undefined }), 'Communication.encounter'],
  ['a message about nobody', message('d', byIdentifier('d'), { subject: undefined }), 'Communication.subject'],
  ['a message of nobody', message('d', byIdentifier('d'), { sender: undefined }), 'Communication.sender'],
  ['a message sent at no time', message('d', byIdentifier('d'), { sent: undefined }), 'Communication.sent'],
  ['a message without words', message('d', byIdentifier('d'), { payload: undefined }), 'Communication.payload'],
  ['answers of no visit', answers({}, { encounter: undefined }), 'QuestionnaireResponse.encounter'],
  ['no answers', answers(byIdentifier('d'), { item: undefined }), 'QuestionnaireResponse.item'],
  ['a diagnosis of nothing', diagnosis(byIdentifier('d'), { code: undefined }), 'Condition.code'],
  ['a diagnosis by nobody', diagnosis(byIdentifier('d'), { asserter: undefined }), 'Condition.asserter'],
  ['a document by nobody', document(byIdentifier('d'), { author: undefined }), 'DocumentReference.author'],
  ['a document of no visit', document({}, { context: undefined }), 'DocumentReference.context.encounter'],
  [
    'a document elsewhere',
    document(byIdentifier('d'), { content: [{ attachment: { url: 'https://example.org/1', hash: 'eA==' } }] }),
    'DocumentReference.content.attachment.data',
  ],
  [
    'a document without its hash',
    document(byIdentifier('d'), { content: [{ attachment: { ...attachment('x'), hash: undefined } }] }),
    'DocumentReference.content.attachment.hash',
  ],
])('refuses %s', async (_what, resource, where) => {
  const answer = await create(JSON.parse(JSON.stringify(resource)) as { resourceType: string })
  expect([answer.status, faultsOf(answer)]).toEqual([422, [where]])
})

it('refuses what belongs to somebody else’s visit, and a visit that is not here', async () => {
  const visit = await create(consultation('e1'))
  const of = { reference: `Encounter/${visit.body.id}` }
  const theirs = { subject: somebodyElse }
  const strange = [answers(of, theirs), diagnosis(of, theirs), document(of, theirs)]
  for (const resource of [message('e1-1', byIdentifier('e1'), theirs), ...strange]) {
    const answer = await create(resource)
    expect([answer.status, faultsOf(answer)]).toEqual([422, [`${resource.resourceType}.subject`]])
  }
  expect((await create(message('e1-2', { reference: 'Encounter/none' }))).status).toBe(422)
  expect((await put(visit, { subject: somebodyElse })).status).toBe(422)
})

it('never lets a message or a signed document become another', async () => {
  const visit = await create(consultation('f1'))
  const of = { reference: `Encounter/${visit.body.id}` }
  const said = await create(message('f1-1', of))
  expect((await put(said, { payload: [{ contentString: '没有头晕' }] })).status).toBe(422)
  const signed = await create(document(of))
  expect((await put(signed, { content: [{ attachment: attachment('{"diagnosis":"糖尿病"}') }] })).status).toBe(422)
  expect((await put(signed, { status: 'superseded' })).status).toBe(200)
  const relatesTo = [{ code: 'appends', target: { reference: `DocumentReference/${signed.body.id}` } }]
  const amended = await create(document(of, { relatesTo, masterIdentifier: { system: 'urn:x', value: 'f1/2' } }))
  expect(amended.status).toBe(201)
  expect((await ask('GET', '/DocumentReference?identifier=urn:x|f1/2')).body.total).toBe(1)
  const address = `/DocumentReference?relatesto=DocumentReference/${signed.body.id}`
  expect((await ask('GET', address)).body.total).toBe(1)
})

it('judges each entry of a batch for itself, by the same rules', async () => {
  const entries = [consultation('g1'), consultation('g2', { subject: undefined }), message('g1-1', byIdentifier('g1'))]
  const bundle = {
    resourceType: 'Bundle',
    type: 'batch',
    entry: entries.map(resource => ({ resource, request: { method: 'POST', url: resource.resourceType } })),
  }
  const { body } = await ask('POST', '/', JSON.parse(JSON.stringify(bundle)) as object)
  const statuses = body.entry.map((e: { response: { status: string } }) => e.response.status.slice(0, 3))
  expect(statuses).toEqual(['201', '422', '201'])
})

it('shows nobody’s file to a caller without a token', async () => {
  for (const type of ['Encounter', 'Communication', 'QuestionnaireResponse', 'Condition', 'DocumentReference']) {
    expect((await fetch(`${county.url}/fhir/${type}?patient=pat-wang-defu`)).status).toBe(401)
  }
})
