/** An online consultation's resources on their way out: each recognisably ours, once there, in its newest version. */
import { createHash, randomBytes } from 'node:crypto'
import { codeSystems, identifierSystems, onlineClass } from 'shared/kernel/fhir-systems'
import { type CountySandbox } from '../../../../scripts/sandbox/county/sandbox'
import { client, command, startSmallCounty } from '../../../../scripts/sandbox/county/testing'
import { readConfig } from '../../config'
import type { Delivery } from '../delivery'
import type { Mapping, Relayed } from '../mapping'
import { OutboxEvent } from '../outbox-event.entity'
import type { RelayRecord } from '../relay-record.entity'
import { type FhirClient, fhirClientOf } from './client'
import { deliverByFhir } from './deliver'
import { marked, over } from './own-mark'
import { findThere, listThere } from './stand'

const key = () => randomBytes(32).toString('base64')
let sandbox: CountySandbox
let fhir: FhirClient
beforeAll(async () => {
  sandbox = await startSmallCounty()
  fhir = fhirClientOf(
    readConfig({
      DATABASE_URL: 'mysql://nobody@127.0.0.1:1/none',
      ACCESS_TOKEN_KEY: key(),
      DATA_KEYS: `k1:${key()}`,
      INDEX_KEY: key(),
      WECHAT_APP_ID: 'wx0000000000000000',
      WECHAT_APP_SECRET: 'sandbox-secret-of-tests',
      COUNTY_FHIR_URL: `${sandbox.url}/fhir`,
      COUNTY_CLIENT_ID: client.clientId,
      COUNTY_CLIENT_SECRET: client.clientSecret,
      COUNTY_TIMEOUT_MS: '5000',
    }),
  )
})
afterAll(() => sandbox.stop())
afterEach(() => command(sandbox.url, { mode: 'none' }))

const subject = { reference: 'Patient/pat-wang-defu' }
const doctor = { reference: 'Practitioner/doc-songling-general-1' }
const at = '2026-11-23T01:00:00Z'
/** Named by our identifier: the visit and what belongs to it are delivered in any order. */
const visit = (value: string) => ({
  type: 'Encounter' as const,
  identifier: { system: identifierSystems.consultation, value },
})
const data = Buffer.from('{"diagnosis":"高血压"}')
const attachment = {
  contentType: 'application/json',
  data: data.toString('base64'),
  hash: createHash('sha1').update(data).digest('base64'),
}

const kinds: [system: string, resourceOf: (consultation: string, version: number) => Relayed][] = [
  [
    identifierSystems.consultation,
    (_of, version) => ({
      resourceType: 'Encounter',
      status: version === 1 ? 'planned' : 'in-progress',
      class: { system: codeSystems.encounterClass, code: onlineClass },
      subject,
      participant: [{ individual: doctor }],
      serviceProvider: { reference: 'Organization/org-songling' },
      period: { start: at },
    }),
  ],
  [
    identifierSystems.consultationMessage,
    (of, version) => ({
      resourceType: 'Communication',
      status: version === 1 ? 'in-progress' : 'completed',
      subject,
      encounter: visit(of),
      sent: at,
      sender: doctor,
      payload: [{ contentString: '今天量血压了吗' }],
    }),
  ],
  [
    identifierSystems.consultationAnswers,
    (of, version) => ({
      resourceType: 'QuestionnaireResponse',
      status: version === 1 ? 'in-progress' : 'completed',
      subject,
      encounter: visit(of),
      authored: at,
      item: [{ linkId: '1', text: '药按时吃吗', answer: [{ valueBoolean: true }] }],
    }),
  ],
  [
    identifierSystems.consultationDiagnosis,
    (of, version) => ({
      resourceType: 'Condition',
      subject,
      encounter: visit(of),
      code: { text: version === 1 ? '高血压' : '高血压2级' },
      recorder: doctor,
    }),
  ],
  [
    identifierSystems.consultationRecord,
    (of, version) => ({
      resourceType: 'DocumentReference',
      status: version === 1 ? 'current' : 'superseded',
      type: { text: '互联网诊疗病历' },
      subject,
      author: [doctor],
      date: at,
      content: [{ attachment }],
      context: { encounter: [visit(of)] },
    }),
  ],
]

let sent = 0
const deliveryOf = (
  [system, resourceOf]: (typeof kinds)[number],
  id: string,
  version: number,
  { record = null, attempts = 0 }: { record?: RelayRecord | null; attempts?: number } = {},
): Delivery => {
  const identifier = { system, value: id }
  const event = Object.assign(new OutboxEvent(), {
    eventId: `${system} ${id} ${version} ${++sent}`,
    businessKey: `${system} ${id}`,
    version,
    attempts,
    data: {},
  })
  return { event, record, identifier, resource: marked(resourceOf(id, version), identifier, version) }
}
const send = (deliveries: Delivery[]) => deliverByFhir(fhir, deliveries, () => Promise.resolve(true))
const mappingOf = ([identifierSystem, resourceOf]: (typeof kinds)[number]): Mapping => ({
  kind: 'any',
  resourceType: resourceOf('', 1).resourceType,
  identifierSystem,
  toResources: () => Promise.resolve(new Map()),
})
const there = async (of: (typeof kinds)[number], id: string) => (await findThere(fhir, mappingOf(of), [id])).get(id)

const statusOf = (of: (typeof kinds)[number], id: string, version: number) =>
  (of[1](id, version) as { status?: string }).status ?? null

test('each kind is created once, updated, found again by its identifier, also what was delivered before its visit', async () => {
  const backwards = [...kinds].reverse()
  for (const kind of backwards) {
    const [first] = [...(await send([deliveryOf(kind, 'c1', 1)])).values()]
    expect(first).toMatchObject({ state: 'delivered', platformId: expect.any(String) as string })
    const record = { ...(first as object), version: 1 } as unknown as RelayRecord
    const [second] = [...(await send([deliveryOf(kind, 'c1', 2, { record })])).values()]
    expect(second).toMatchObject({ state: 'delivered' })
    expect(await there(kind, 'c1')).toEqual([{ version: 2, status: statusOf(kind, 'c1', 2) }])
  }
})

test.each(['loseAnswers', 'inner412'])('%s: each kind is there once all the same', async mode => {
  await command(sandbox.url, { mode, methods: ['POST'], path: '/fhir', forRequests: 1 })
  const sendAll = (version: number, attempts: number) =>
    send(kinds.map(kind => deliveryOf(kind, mode, version, { attempts })))
  await sendAll(1, 0)
  await sendAll(1, 1)
  const states = [...(await sendAll(2, 0)).values()].map(({ state }) => state)
  expect(new Set(states)).toEqual(new Set(['delivered']))
  for (const kind of kinds) expect(await there(kind, mode)).toEqual([{ version: 2, status: statusOf(kind, mode, 2) }])
})

test('reconciliation finds ours by the day they changed', async () => {
  const [from, to] = [new Date(Date.now() - 3_600_000), new Date(Date.now() + 3_600_000)]
  for (const kind of kinds) {
    const ids: string[] = []
    for await (const page of listThere(fhir, mappingOf(kind), from, to)) ids.push(...page)
    expect(new Set(ids)).toEqual(new Set(['c1', 'loseAnswers', 'inner412']))
  }
})

test('what others added to a resource stays; where there is room for one identifier it is ours', () => {
  const identifier = { system: identifierSystems.consultationAnswers, value: 'c9' }
  const [, answersOf] = kinds[2]!
  const ours = marked(answersOf('c9', 2), identifier, 2)
  const theirs = { system: 'urn:platform', value: '77' }
  const extension = [{ url: 'urn:platform:archived', valueBoolean: true }]
  const standing = { ...ours, id: 'qr-1', identifier: theirs, extension } as Relayed
  expect(over(standing, ours, identifier.system)).toMatchObject({
    id: 'qr-1',
    identifier,
    extension: [{ valueInteger: 2 }, ...extension],
  })
  const [, encounterOf] = kinds[0]!
  const visitMark = { system: identifierSystems.consultation, value: 'c9' }
  const encounter = marked(encounterOf('c9', 1), visitMark, 1)
  expect(over({ ...encounter, identifier: [theirs] } as Relayed, encounter, visitMark.system)).toMatchObject({
    identifier: [visitMark, theirs],
  })
})
