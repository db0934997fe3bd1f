import { type CountySandbox } from './sandbox'
import { appointment, type Ask, byNumber, signIn, startSmallCounty } from './testing'

let county: CountySandbox
let ask: Ask

beforeAll(async () => {
  county = await startSmallCounty()
  ask = await signIn(county.url)
})
afterAll(() => county.stop())

describe('create', () => {
  it('answers 201, and with If-None-Exist 200 for the one that exists', async () => {
    const condition = { 'If-None-Exist': byNumber('c1') }
    const first = await ask('POST', '/Appointment', appointment('c1'), condition)
    const second = await ask('POST', '/Appointment', appointment('c1'), condition)
    expect([first.status, second.status]).toEqual([201, 200])
    expect(second.body.id).toBe(first.body.id)
    expect(first.headers.get('etag')).toBe('W/"1"')
    expect(first.headers.get('location')).toContain(`/fhir/Appointment/${first.body.id}/_history/1`)
  })

  it('answers 412 when If-None-Exist finds several', async () => {
    await ask('POST', '/Appointment', appointment('c2'))
    await ask('POST', '/Appointment', appointment('c2'))
    const third = await ask('POST', '/Appointment', appointment('c2'), { 'If-None-Exist': byNumber('c2') })
    expect(third.status).toBe(412)
    const found = await ask('GET', `/Appointment?${byNumber('c2')}`)
    expect(found.body.total).toBe(2)
  })

  it('leaves one behind when many clients create the same at once', async () => {
    const condition = { 'If-None-Exist': byNumber('c3') }
    const answers = await Promise.all(
      Array.from({ length: 16 }, () => ask('POST', '/Appointment', appointment('c3'), condition)),
    )
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(1)
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(15)
  })

  it('sends no body back when the client wants the minimum', async () => {
    const answer = await ask('POST', '/Appointment', appointment('c4'), { Prefer: 'return=minimal' })
    expect([answer.status, answer.body]).toEqual([201, undefined])
  })

  it('refuses a reference to what is not here', async () => {
    const participant = [{ status: 'accepted', actor: { reference: 'Patient/nobody' } }]
    const answer = await ask('POST', '/Appointment', appointment('c5', { participant }))
    expect(answer.status).toBe(422)
    expect((await ask('GET', `/Appointment?${byNumber('c5')}`)).body.total).toBe(0)
  })
})

describe('update', () => {
  it('writes the next version, and refuses a stale If-Match without changing anything', async () => {
    const { body: created } = await ask('POST', '/Appointment', appointment('u1'))
    const path = `/Appointment/${created.id}`
    const arrived = await ask('PUT', path, { ...created, status: 'arrived' }, { 'If-Match': 'W/"1"' })
    const stale = await ask('PUT', path, { ...created, status: 'noshow' }, { 'If-Match': 'W/"1"' })
    expect([arrived.status, arrived.headers.get('etag'), stale.status]).toEqual([200, 'W/"2"', 412])
    expect(stale.body.resourceType).toBe('OperationOutcome')
    expect((await ask('GET', path)).body.status).toBe('arrived')
  })

  it('creates at the given id, and refuses another id in the body', async () => {
    const made = await ask('PUT', '/Appointment/own-id', appointment('u2', { id: 'own-id' }))
    const wrong = await ask('PUT', '/Appointment/own-id', appointment('u2', { id: 'other' }))
    expect([made.status, wrong.status]).toEqual([201, 400])
  })

  it('updates by condition', async () => {
    const made = await ask('PUT', `/Appointment?${byNumber('u3')}`, appointment('u3'))
    const changed = await ask('PUT', `/Appointment?${byNumber('u3')}`, appointment('u3', { status: 'arrived' }))
    expect([made.status, changed.status, changed.body.id]).toEqual([201, 200, made.body.id])
  })
})

describe('read', () => {
  it('keeps every version, answers 410 after a deletion and 404 for what never was', async () => {
    const { body: created } = await ask('POST', '/Appointment', appointment('r1'))
    const path = `/Appointment/${created.id}`
    await ask('PUT', path, { ...created, status: 'cancelled' })
    expect((await ask('DELETE', path)).status).toBe(204)
    expect((await ask('GET', path)).status).toBe(410)
    expect((await ask('GET', `${path}/_history/1`)).body.status).toBe('booked')
    expect((await ask('GET', `${path}/_history/3`)).status).toBe(410)
    const history = await ask('GET', `${path}/_history`)
    const methods = history.body.entry.map(({ request }: { request: { method: string } }) => request.method)
    expect(methods).toEqual(['DELETE', 'PUT', 'POST'])
    expect((await ask('GET', '/Appointment/never')).status).toBe(404)
    expect((await ask('GET', '/Nonsense/1')).status).toBe(404)
  })
})

describe('access', () => {
  it('answers 401 without a valid token, and to a wrong secret', async () => {
    expect((await fetch(`${county.url}/fhir/Patient`)).status).toBe(401)
    const forged = await fetch(`${county.url}/fhir/Patient`, { headers: { Authorization: 'Bearer 123' } })
    expect(forged.status).toBe(401)
    const body = new URLSearchParams({ grant_type: 'client_credentials', client_id: 'relay', client_secret: 'wrong' })
    expect((await fetch(`${county.url}/oauth/token`, { method: 'POST', body })).status).toBe(401)
  })

  it('names its token endpoint and its capabilities to everyone', async () => {
    const smart = await (await fetch(`${county.url}/fhir/.well-known/smart-configuration`)).json()
    expect(smart).toMatchObject({ token_endpoint: `${county.url}/oauth/token` })
    const capability = await (await fetch(`${county.url}/fhir/metadata`)).json()
    expect(capability).toMatchObject({ resourceType: 'CapabilityStatement', fhirVersion: '4.0.1' })
  })
})
