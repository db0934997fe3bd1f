import { type CountySandbox } from './sandbox'
import { appointment, type Ask, byNumber, type Json, signIn, startSmallCounty } from './testing'

let county: CountySandbox
let ask: Ask

beforeAll(async () => {
  county = await startSmallCounty()
  ask = await signIn(county.url)
})
afterAll(() => county.stop())

const bundle = (type: string, entry: object[]) => ({ resourceType: 'Bundle', type, entry })
const post = (resource: { resourceType: string }, ifNoneExist?: string, fullUrl?: string) => ({
  fullUrl,
  resource,
  request: { method: 'POST', url: resource.resourceType, ifNoneExist },
})
const statuses = (body: Json): string[] => body.entry.map(({ response }: Json) => response.status.slice(0, 3))
const known = async (number: string): Promise<number> =>
  (await ask('GET', `/Appointment?${byNumber(number)}`)).body.total

describe('batch', () => {
  it('gives each entry its own status inside a 200', async () => {
    const { body: standing } = await ask('POST', '/Appointment', appointment('b1'))
    const stale = { method: 'PUT', url: `Appointment/${standing.id}`, ifMatch: 'W/"9"' }
    const answer = await ask(
      'POST',
      '',
      bundle('batch', [
        post(appointment('b2'), byNumber('b2')),
        post(appointment('b1'), byNumber('b1')),
        { resource: { ...standing, status: 'arrived' }, request: stale },
        post(appointment('b3', { status: 'nope' })),
        { request: { method: 'GET', url: `Appointment/${standing.id}` } },
        { request: { method: 'GET', url: `Appointment?${byNumber('b2')}` } },
      ]),
    )
    expect(answer.status).toBe(200)
    expect(statuses(answer.body)).toEqual(['201', '200', '412', '422', '200', '200'])
    expect(answer.body.entry[2].response.outcome.resourceType).toBe('OperationOutcome')
    expect(answer.body.entry[4].resource.status).toBe('booked')
    expect(answer.body.entry[5].resource.total).toBe(1)
    expect(await known('b3')).toBe(0)
  })
})

describe('transaction', () => {
  it('keeps nothing at all when one entry is refused', async () => {
    const before = county.store.counts()
    const answer = await ask(
      'POST',
      '',
      bundle('transaction', [
        post(appointment('t1')),
        post(appointment('t2')),
        post(appointment('t3', { status: 'nope' })),
      ]),
    )
    expect(answer.status).toBe(422)
    expect(answer.body.issue[0].expression[0]).toContain('Bundle.entry[2]')
    expect(county.store.counts()).toEqual(before)
    expect([await known('t1'), await known('t2')]).toEqual([0, 0])
  })

  it('takes back an update and its version when a later entry fails', async () => {
    const { body: standing } = await ask('POST', '/Appointment', appointment('t4'))
    const participant = [{ status: 'accepted', actor: { reference: 'Patient/nobody' } }]
    const answer = await ask(
      'POST',
      '',
      bundle('transaction', [
        {
          resource: { ...standing, status: 'cancelled' },
          request: { method: 'PUT', url: `Appointment/${standing.id}` },
        },
        post(appointment('t5', { participant })),
      ]),
    )
    expect(answer.status).toBe(422)
    const after = await ask('GET', `/Appointment/${standing.id}`)
    expect([after.body.status, after.headers.get('etag')]).toEqual(['booked', 'W/"1"'])
    expect(await known('t4')).toBe(1)
  })

  it('resolves urn:uuid and conditional references', async () => {
    const urn = 'urn:uuid:7d3a1c9e-0000-4000-8000-000000000001'
    const related = {
      resourceType: 'RelatedPerson',
      patient: { reference: 'Patient?identifier=urn:county-health:identity-number|' + mother() },
    }
    const participant = [{ status: 'accepted', actor: { reference: urn } }]
    const answer = await ask(
      'POST',
      '',
      bundle('transaction', [post(appointment('t6', { participant })), post(related, undefined, urn)]),
    )
    expect(statuses(answer.body)).toEqual(['201', '201'])
    const made = (await ask('GET', `/Appointment?${byNumber('t6')}`)).body.entry[0].resource
    const relatedId = answer.body.entry[1].response.location.split('/')[1]
    expect(made.participant[0].actor.reference).toBe(`RelatedPerson/${relatedId}`)
    const person = await ask('GET', `/RelatedPerson/${relatedId}`)
    expect(person.body.patient.reference).toBe('Patient/pat-chen-guilan')
  })

  it('creates once under If-None-Exist when it is repeated', async () => {
    const same = bundle('transaction', [post(appointment('t7'), byNumber('t7'))])
    const [first, second] = [await ask('POST', '', same), await ask('POST', '', same)]
    expect([statuses(first.body), statuses(second.body)]).toEqual([['201'], ['200']])
    expect(await known('t7')).toBe(1)
  })
})

function mother(): string {
  const { resource } = county.store.current('Patient', 'pat-chen-guilan')!
  return (resource.identifier as { value: string }[])[0]!.value
}
