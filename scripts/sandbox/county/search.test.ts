import { type CountySandbox } from './sandbox'
import { appointment, type Ask, byNumber, type Json, signIn, startSmallCounty } from './testing'

let county: CountySandbox
let ask: Ask

beforeAll(async () => {
  county = await startSmallCounty({ people: 300 })
  ask = await signIn(county.url)
})
afterAll(() => county.stop())

async function allPages(path: string, onPage?: (page: number) => Promise<unknown>): Promise<Json[]> {
  const found: Json[] = []
  for (let next: string | undefined = path, page = 1; next !== undefined; page++) {
    const { body }: { body: Json } = await ask('GET', next)
    found.push(...(body.entry ?? []).map(({ resource }: Json) => resource))
    await onPage?.(page)
    next = body.link.find(({ relation }: Json) => relation === 'next')?.url.split('/fhir')[1]
  }
  return found
}

it('pages through everything once, in order of change', async () => {
  const people = await allPages('/Patient?_sort=_lastUpdated&_count=37&_lastUpdated=ge2020-01-01')
  expect(people).toHaveLength(county.store.counts().Patient!)
  expect(new Set(people.map(({ id }) => id)).size).toBe(people.length)
  const times = people.map(({ meta }) => meta.lastUpdated)
  expect(times).toEqual([...times].sort())
})

it('loses nothing to changes made while it is paged', async () => {
  const before = (await ask('GET', '/Organization/org-county')).body
  const seen = await allPages('/Organization?_sort=_lastUpdated&_count=3', async page => {
    if (page === 1) await ask('PUT', '/Organization/org-county', { ...before, alias: ['县医院'] })
  })
  expect(new Set(seen.map(({ id }) => id)).size).toBe(11)
  expect(seen.filter(({ id }) => id === 'org-county').at(-1).alias).toEqual(['县医院'])
})

it('finds by time of change, both bounds', async () => {
  const { body: made } = await ask('POST', '/Appointment', appointment('s1'))
  const at = made.meta.lastUpdated
  const total = async (bound: string): Promise<number> =>
    (await ask('GET', `/Appointment?${byNumber('s1')}&_lastUpdated=${encodeURIComponent(bound)}`)).body.total
  expect(await total(`ge${at}`)).toBe(1)
  expect(await total(`gt${at}`)).toBe(0)
  expect(await total(`lt${at}`)).toBe(0)
  expect(await total(`le${at}`)).toBe(1)
  expect(await total('gt2099-01-01')).toBe(0)
})

it('finds by identifier with and without its system, by reference, by status and by day', async () => {
  await ask('POST', '/Appointment', appointment('s2', { status: 'arrived' }))
  const total = async (query: string): Promise<number> => (await ask('GET', `/Appointment?${query}`)).body.total
  expect(await total('identifier=s2')).toBe(1)
  expect(await total('identifier=urn:other|s2')).toBe(0)
  expect(await total('identifier=s2&status=booked')).toBe(0)
  expect(await total('identifier=s2&status=booked,arrived')).toBe(1)
  expect(await total('identifier=s2&patient=pat-lin-xiuying&date=2026-11-23')).toBe(1)
  expect(await total('identifier=s2&patient=pat-wang-defu')).toBe(0)
  expect(await total('identifier=s2&date=lt2026-11-23')).toBe(0)
  expect(await total('actor=Patient/pat-lin-xiuying&identifier=s2')).toBe(1)
})

it('finds the sessions and segments of a doctor and a department', async () => {
  const day = 'date=2026-11-23'
  const ofDoctor = await allPages(`/Schedule?actor=Practitioner/doc-qingshi-general-1&${day}`)
  expect(ofDoctor.length).toBeGreaterThan(0)
  const ofDepartment = await allPages(`/Schedule?actor=HealthcareService/svc-qingshi-general&${day}`)
  expect(ofDepartment.map(({ id }) => id)).toEqual(expect.arrayContaining(ofDoctor.map(({ id }) => id)))
  const slots = await allPages(`/Slot?schedule=Schedule/${ofDoctor[0].id}&_sort=start&status=free`)
  expect(slots.length).toBe(ofDoctor[0].id.endsWith('am') ? 8 : 7)
})

it('refuses what it does not know', async () => {
  expect((await ask('GET', '/Patient?shoe-size=42')).status).toBe(400)
  expect((await ask('GET', '/Patient?_lastUpdated=geyesterday')).status).toBe(400)
  expect((await ask('GET', '/Patient?_sort=name')).status).toBe(400)
  expect((await ask('GET', '/Patient?_cursor=xyz')).status).toBe(400)
})

it('matches people: certain, a conflict of two files, another name, nobody', async () => {
  const match = async (name: string, number?: string, more: object = {}): Promise<string[]> => {
    const identifier = number ? [{ system: 'urn:county-health:identity-number', value: number }] : undefined
    const resource = { resourceType: 'Patient', name: [{ text: name }], identifier, ...more }
    const body = { resourceType: 'Parameters', parameter: [{ name: 'resource', resource }] }
    const answer = await ask('POST', '/Patient/$match', body)
    return (answer.body.entry ?? []).map(({ search }: Json) => search.extension[0].valueCode)
  }
  const numberOf = (id: string): string => (county.store.current('Patient', id)!.resource as Json).identifier[0].value
  expect(await match('林秀英', numberOf('pat-lin-xiuying'))).toEqual(['certain'])
  expect(await match('林秀美', numberOf('pat-lin-xiuying'))).toEqual(['possible'])
  expect(await match('赵明', numberOf('pat-zhao-ming-1'))).toEqual(['certain', 'certain'])
  expect(await match('吴远', '990000199801300000')).toEqual([])
  expect(await match('陈桂兰', undefined, { birthDate: '1952-09-03', gender: 'female' })).toEqual(['probable'])
})
