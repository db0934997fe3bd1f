/** A client that knows nothing but the OpenAPI document makes the first whole journey, and holds every reply against it. */
import { randomUUID } from 'node:crypto'
import Ajv2020 from 'ajv/dist/2020'
import addFormats from 'ajv-formats'
import { identifierSystems } from 'shared/kernel/fhir-systems'
import { addPersonOnFile } from '../testing/people'
import { newClinic, setCountyTime } from '../testing/clinic'
import { type TestServer, startTestServer } from '../testing/server'
import { newStaff } from '../testing/signed-in'

interface Operation {
  operationId: string
  parameters?: { name: string; in: string; required?: boolean }[]
  responses: Record<string, { content?: Record<string, { schema: object }> }>
}
interface Document {
  servers: { url: string }[]
  paths: Record<string, Record<string, Operation>>
  components: object
}

let server: TestServer
beforeAll(async () => void (server = await startTestServer()), 60_000)
afterAll(() => server?.stop())

/** Calls by `operationId`; whatever comes back must be what the document says. */
const clientOf = (document: Document, accessToken?: string) => {
  const ajv = new Ajv2020({ strict: false })
  addFormats(ajv)
  ajv.addSchema({ ...document, $id: 'api' })
  const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
  )
  const pointer = (...parts: string[]) =>
    `api#/${parts
      .map(p => p.replaceAll('~', '~0').replaceAll('/', '~1'))
      .map(encodeURIComponent)
      .join('/')}`

  return async <T = Record<string, unknown>>(
    id: string,
    given: { path?: Record<string, string>; query?: Record<string, string>; body?: object } = {},
  ): Promise<T> => {
    const { path, method, operation } = operations.find(o => o.operation.operationId === id)!
    const filled = path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(given.path![name]!))
    const needsKey = operation.parameters?.some(p => p.in === 'header' && p.name === 'Idempotency-Key')
    const response = await fetch(
      `${server.base}${document.servers[0]!.url}${filled}?${new URLSearchParams(given.query)}`,
      {
        method,
        headers: {
          'Content-Type': 'application/json',
          ...(accessToken && { Authorization: `Bearer ${accessToken}` }),
          ...(needsKey && { 'Idempotency-Key': randomUUID() }),
        },
        body: method === 'get' ? undefined : JSON.stringify(given.body ?? {}),
      },
    )
    const body = await response.json()
    const type = response.headers.get('Content-Type')!.split(';')[0]!
    const described = operation.responses[String(response.status)]?.content?.[type]
    expect([id, response.status, described && 'described']).toEqual([id, response.status, 'described'])
    const validate = ajv.getSchema(
      pointer('paths', path, method, 'responses', String(response.status), 'content', type, 'schema'),
    )!
    expect([id, validate(body), validate.errors]).toEqual([id, true, null])
    return body as T
  }
}

test('registers, opens the card, books; the clerk confirms and scans; the county platform holds it arrived, once', async () => {
  const document = (await (await fetch(`${server.base}/openapi.json`)).json()) as Document
  setCountyTime(server, '09:00', 1)
  const clinic = await newClinic(server)
  const { slotIds, sessionId, day } = await clinic.addSession({ inDays: 1 })
  const onFile = addPersonOnFile(server)
  server.platform.store.atomically(() => {
    const { store } = server.platform
    store.put(slotIds[0]!, {
      resourceType: 'Slot',
      id: slotIds[0],
      status: 'free',
      schedule: { display: sessionId },
      start: `${day}T08:00:00+08:00`,
      end: `${day}T08:30:00+08:00`,
    } as never)
    store.put(clinic.doctorId, {
      resourceType: 'Practitioner',
      id: clinic.doctorId,
      active: true,
      name: [{ text: '李明' }],
    } as never)
    store.put(clinic.departmentId, {
      resourceType: 'HealthcareService',
      id: clinic.departmentId,
      active: true,
      name: '全科',
    } as never)
  })

  const persona = await server.wechat.addPersona({ phone: onFile.phone ?? undefined })
  const { accessToken } = await clientOf(document)<{ accessToken: string }>('signIn', {
    body: { code: await server.wechat.loginCode(persona.id) },
  })
  const resident = clientOf(document, accessToken)
  await resident('bindPhone', { body: { code: await server.wechat.phoneCode(persona.id) } })
  const me = await resident<{ consentVersions: Record<string, string> }>('me')
  await resident('giveConsent', { body: { kind: 'privacy', version: me.consentVersions.privacy } })
  const { personId } = await resident<{ personId: string }>('registerSelf', {
    body: {
      name: onFile.name,
      identityNumber: onFile.identityNumber,
      healthDataConsentVersion: me.consentVersions.health_data,
    },
  })
  await resident('openCard', {
    path: { personId },
    body: { ethnicGroup: '01', phone: persona.phone, address: '云溪县青石镇1号' },
  })

  const found = await resident<{ doctors: { sessions: { sessionId: string }[] }[] }>('availability', {
    path: { departmentId: clinic.departmentId },
    query: { personId },
  })
  expect(found.doctors[0]!.sessions[0]!.sessionId).toBe(sessionId)
  const session = await resident<{ slots: { slotId: string; remaining: number }[] }>('session', {
    path: { sessionId },
    query: { personId },
  })
  const slotId = session.slots.find(s => s.remaining > 0)!.slotId
  const booked = await resident<{ appointmentId: string; status: string }>('book', { body: { slotId, personId } })
  expect(booked.status).toBe('pending')

  const staff = await newStaff(server, { role: 'staff', institutionId: clinic.institutionId })
  const atDesk = () => clientOf(document, staff.tokens.accessToken)
  await atDesk()('confirm', { body: { appointmentIds: [booked.appointmentId] } })
  setCountyTime(server, '08:05', 1)
  await staff.enterSecondFactor()
  const again = await clientOf(document)<{ accessToken: string }>('signIn', {
    body: { code: await server.wechat.loginCode(persona.id) },
  })
  const shown = await clientOf(document, again.accessToken)<{ code: string }>('cardCode', { path: { personId } })
  const scanned = await atDesk()<{ checkedIn: { status: string } }>('checkInByCard', { body: { code: shown.code } })
  expect(scanned.checkedIn.status).toBe('arrived')
  await server.runJob('relay-deliver')

  const seen = await clientOf(document, again.accessToken)<{ status: string; relay: { state: string } }>(
    'appointment',
    { path: { appointmentId: booked.appointmentId } },
  )
  expect(seen).toMatchObject({ status: 'arrived', relay: { state: 'delivered' } })
  const { store } = server.platform
  const held = [...store.withTerm('Appointment', `i:${identifierSystems.appointment}|${booked.appointmentId}`)]
  expect(held.map(id => (store.current('Appointment', id)!.resource as { status?: string }).status)).toEqual([
    'arrived',
  ])
}, 60_000)
