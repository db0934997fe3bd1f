/** What the county's files say of somebody, over real HTTP from the sandbox county platform. */
import { randomBytes } from 'node:crypto'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { problem } from 'shared/kernel/errors'
import { codeSystems, identifierSystems } from 'shared/kernel/fhir-systems'
import { type CountySandbox } from '../../../../scripts/sandbox/county/sandbox'
import { chronicStory } from '../../../../scripts/sandbox/county/seed/stories'
import { historyOf } from '../../../../scripts/sandbox/county/seed/histories'
import { client, command, startSmallCounty } from '../../../../scripts/sandbox/county/testing'
import { readConfig } from '../../config'
import { createCountyPlatform } from '..'
import type { CountyPlatform, CountyRecord, RecordKind } from '../connector'

const kinds: RecordKind[] = ['diagnosis', 'prescription', 'reading', 'report']
const unavailable = problem('county_platform_unavailable')
const key = () => randomBytes(32).toString('base64')
let now = new Date('2026-11-23T02:00:00Z')

const platformAt = (url: string, more: Record<string, string> = {}): CountyPlatform =>
  createCountyPlatform(
    readConfig({
      DATABASE_URL: 'mysql://nobody@127.0.0.1:1/none',
      ACCESS_TOKEN_KEY: key(),
      DATA_KEYS: `k1:${key()}`,
      INDEX_KEY: key(),
      WECHAT_APP_ID: 'wx0000000000000000',
      WECHAT_APP_SECRET: 'sandbox-secret-of-tests',
      COUNTY_FHIR_URL: `${url}/fhir`,
      COUNTY_TIMEOUT_MS: '10000',
      ...more,
    }),
    { now: () => now },
  )
const credentials = { COUNTY_CLIENT_ID: client.clientId, COUNTY_CLIENT_SECRET: client.clientSecret }

let sandbox: CountySandbox
let county: CountyPlatform
beforeAll(async () => {
  sandbox = await startSmallCounty()
  county = platformAt(sandbox.url, credentials)
})
afterAll(() => sandbox.stop())
afterEach(() => command(sandbox.url, { mode: 'none' }))

const read = async (platformId: string, of: RecordKind[] = kinds, from = county): Promise<CountyRecord[]> => {
  const answer = await from.records(platformId, of)
  if ('code' in answer) throw new Error(answer.code)
  return answer
}
const put = (resource: object) => {
  const { id } = resource as { id: string }
  sandbox.store.atomically(() => sandbox.store.put(id, resource as never))
}
/** Somebody of their own for a test, with what is given in their files. */
const person = (id: string, ...resources: object[]): string => {
  put({ resourceType: 'Patient', id, active: true })
  for (const resource of resources) put({ subject: { reference: `Patient/${id}` }, ...resource })
  return id
}

test('a mother’s diagnoses, prescriptions, readings and reports, newest first, in words', async () => {
  const records = await read('pat-chen-guilan')
  const days = records.map(r => r.day!)
  expect(days).toEqual([...days].sort().reverse())
  const of = (kind: RecordKind) => records.filter(r => r.kind === kind)
  expect(of('diagnosis')).toEqual([
    {
      recordId: 'cond-chen-guilan-2-1',
      kind: 'diagnosis',
      title: '2型糖尿病',
      detail: '2022年8月31日起',
      day: '2022-10-15',
      institutionName: '云溪县人民医院',
      doctorName: expect.stringMatching(/^\p{Script=Han}{2,3}$/u),
      code: { system: codeSystems.icd10, code: 'E11.9' },
    },
    expect.objectContaining({
      title: '高血压',
      detail: '2019年9月11日起，2级',
      code: { system: codeSystems.icd10, code: 'I10' },
    }),
  ])
  expect(of('prescription').map(r => [r.title, r.detail])).toEqual([
    ['苯磺酸氨氯地平片 5mg', '口服，每日一次，每次1片'],
    ['盐酸二甲双胍缓释片 0.5g', '口服，每日两次，每次1片，饭后吃'],
    ['硝苯地平缓释片 20mg', '口服，每日两次，每次1片，已停用'],
  ])
  const [newest] = of('reading')
  expect(newest).toMatchObject({
    title: '血压',
    detail: '148/92 mmHg',
    day: '2026-10-30',
    institutionName: '上湾村卫生室',
  })
  expect(of('reading').map(r => r.detail)).toContain('7.2 %，偏高')
  expect(of('report')[0]).toMatchObject({ detail: expect.stringMatching(/。$/) as string, day: '2026-09-22' })
})

test('only the kinds that were asked for; nothing of who has no history, or is not there', async () => {
  expect(new Set((await read('pat-chen-guilan', ['report'])).map(r => r.kind))).toEqual(new Set(['report']))
  expect(await read('pat-chen-guilan', [])).toEqual([])
  expect(await read('pat-xu-chunyan')).toEqual([])
  expect(await read('pat-nobody')).toEqual([])
})

test('of each kind the newest, as many as the county set', async () => {
  const few = platformAt(sandbox.url, { ...credentials, COUNTY_RECORDS_PER_KIND: '2' })
  const [all, newest] = [await read('pat-chen-guilan'), await read('pat-chen-guilan', kinds, few)]
  for (const kind of kinds) {
    const of = (records: CountyRecord[]) => records.filter(r => r.kind === kind).map(r => r.recordId)
    expect(of(newest)).toEqual(of(all).slice(0, 2))
  }
})

test('a person of a test has a history too, each line once although pages come twice and shuffled', async () => {
  const id = person('pat-test-chronic')
  for (const resource of historyOf(id, chronicStory('county-cardiology-1'), '2026-11-23')) put(resource)
  const whole = await read(id)
  await command(sandbox.url, { mode: 'duplicates' })
  await command(sandbox.url, { mode: 'reorderedFeed' })
  const again = await read(id)
  expect(again.map(r => r.recordId).sort()).toEqual(whole.map(r => r.recordId).sort())
  expect(whole.filter(r => r.kind === 'diagnosis')).toHaveLength(2)
})

test('what was a mistake, refuted, only planned or not yet measured is no record', async () => {
  const verification = (code: string) => ({ coding: [{ system: codeSystems.conditionVerification, code }] })
  const id = person(
    'pat-odd-1',
    { resourceType: 'Condition', id: 'c1', code: { text: '肺炎' }, verificationStatus: verification('refuted') },
    {
      resourceType: 'Condition',
      id: 'c2',
      code: { text: '肺炎' },
      verificationStatus: verification('entered-in-error'),
    },
    {
      resourceType: 'Condition',
      id: 'c3',
      code: { text: '支气管哮喘' },
      verificationStatus: verification('provisional'),
    },
    {
      resourceType: 'MedicationRequest',
      id: 'm1',
      status: 'active',
      intent: 'plan',
      medicationCodeableConcept: { text: '甲' },
    },
    {
      resourceType: 'MedicationRequest',
      id: 'm2',
      status: 'draft',
      intent: 'order',
      medicationCodeableConcept: { text: '乙' },
    },
    { resourceType: 'Observation', id: 'o1', status: 'registered', code: { text: '体重' }, valueInteger: 60 },
    { resourceType: 'Observation', id: 'o2', status: 'preliminary', code: { text: '体重' }, valueInteger: 60 },
    { resourceType: 'DiagnosticReport', id: 'r1', status: 'cancelled', code: { text: '胸片' } },
  )
  const lines = (await read(id)).map(r => [r.title, r.detail])
  expect(lines).toEqual([
    ['支气管哮喘', '初步诊断，没有确诊'],
    ['体重', '60，还没有最后确认'],
  ])
})

test('a diagnosis that is not confirmed, or that nobody stands behind, is marked to prove nothing', async () => {
  const verification = (code: string) => ({ coding: [{ system: codeSystems.conditionVerification, code }] })
  const visit = (id: string, more: object) => ({
    resourceType: 'Encounter',
    id,
    status: 'finished',
    class: { code: 'AMB' },
    ...more,
  })
  const condition = (id: string, more: object) => ({ resourceType: 'Condition', id, code: { text: id }, ...more })
  const doctor = { reference: 'Practitioner/doc-county-cardiology-1' }
  const serviceProvider = { reference: 'Organization/org-county', display: '云溪县人民医院' }
  const at = (id: string) => ({ encounter: { reference: `Encounter/${id}` } })
  const id = person(
    'pat-proof',
    visit('enc-proof', { serviceProvider }),
    visit('enc-named', { serviceProvider: { display: '外县医院' } }),
    visit('enc-unnamed', { serviceProvider: { reference: 'Organization/org-of-nobody' } }),
    visit('enc-nowhere', {}),
    condition('confirmed', { verificationStatus: verification('confirmed'), asserter: doctor }),
    condition('recorded', { recorder: doctor }),
    condition('role', { asserter: { reference: 'PractitionerRole/role-1' } }),
    condition('written-down', { asserter: { display: '王医生' }, recorder: doctor }),
    condition('somewhere', at('enc-proof')),
    condition('somewhere-named', at('enc-named')),
    condition('somewhere-unnamed', at('enc-unnamed')),
    condition('provisional', { verificationStatus: verification('provisional'), asserter: doctor }),
    condition('differential', { verificationStatus: verification('differential'), asserter: doctor }),
    condition('unconfirmed', { verificationStatus: verification('unconfirmed'), ...at('enc-proof') }),
    condition('own', { asserter: { reference: 'Patient/pat-proof' }, recorder: doctor, ...at('enc-proof') }),
    condition('own-noted', { recorder: { reference: 'Patient/pat-proof' } }),
    condition('relative', { asserter: { reference: 'RelatedPerson/daughter' } }),
    condition('nobody', {}),
    condition('nowhere', at('enc-nowhere')),
    { resourceType: 'DiagnosticReport', id: 'report', status: 'final', code: { text: 'B超' } },
    {
      resourceType: 'MedicationRequest',
      id: 'drug',
      status: 'active',
      intent: 'order',
      medicationCodeableConcept: { text: '阿卡波糖片' },
    },
  )
  const records = await read(id)
  const unproven = records.filter(r => r.unproven).map(r => [r.recordId, r.detail])
  expect(Object.fromEntries(unproven)).toEqual({
    provisional: '初步诊断，没有确诊',
    differential: '初步诊断，没有确诊',
    unconfirmed: '初步诊断，没有确诊',
    own: '病人自己说的',
    'own-noted': '病人自己说的',
    relative: '病人自己说的',
    nobody: '没有写明是哪里诊断的',
    nowhere: '没有写明是哪里诊断的',
  })
  const proven = records.filter(r => !r.unproven).map(r => r.recordId)
  const somewhere = ['somewhere', 'somewhere-named', 'somewhere-unnamed']
  expect(proven.sort()).toEqual(['confirmed', 'drug', 'recorded', 'report', 'role', ...somewhere, 'written-down'])
})

test.each(['Encounter', 'Organization'])(
  'a diagnosis of an institution does not lose its proof while the platform does not answer about its %s',
  async type => {
    const serviceProvider = { reference: 'Organization/org-county' }
    const condition = { resourceType: 'Condition', code: { text: '高血压' } }
    const visit = { resourceType: 'Encounter', status: 'finished', class: { code: 'AMB' } }
    const own = type.toLowerCase()
    const encounter = { reference: `Encounter/enc-of-${own}` }
    const id = person(
      `pat-of-${own}`,
      { ...visit, id: `enc-of-${own}`, serviceProvider },
      { ...condition, id: `placed-${own}`, encounter },
      { ...condition, id: `unplaced-${own}` },
    )
    const nowhere = [`unplaced-${own}`, true, '没有写明是哪里诊断的', null]
    const lines = async () => (await read(id)).map(r => [r.recordId, r.unproven, r.detail, r.institutionName]).sort()
    expect(await lines()).toEqual([[`placed-${own}`, undefined, null, '云溪县人民医院'], nowhere])
    await command(sandbox.url, { mode: 'down', answer503: true, path: `/fhir/${type}` })
    expect(await lines()).toEqual([[`placed-${own}`, undefined, null, null], nowhere])
  },
)

test('a diagnosis that an online consultation of ours told the platform counts as none', async () => {
  const identifier = [{ system: identifierSystems.consultationDiagnosis, value: 'consultation-1' }]
  const id = person(
    'pat-online-1',
    { resourceType: 'Condition', id: 'online-1', code: { text: '高血压' }, identifier },
    {
      resourceType: 'Condition',
      id: 'online-2',
      code: { text: '痛风' },
      identifier: [{ system: 'urn:hospital', value: '7' }],
    },
  )
  expect((await read(id)).map(r => r.title)).toEqual(['痛风'])
})

test('half-filled, coded only, contained, partial dates, several values: shown as far as it goes; nonsense left out', async () => {
  const id = person(
    'pat-odd-2',
    {
      resourceType: 'Condition',
      id: 'p1',
      code: { coding: [{ code: 'I10', display: '原发性高血压' }] },
      recordedDate: '2019-03',
    },
    { resourceType: 'Condition', id: 'p2', code: { text: ' ' } },
    { resourceType: 'Condition', id: 'p3', code: null, onsetDateTime: 7 },
    {
      resourceType: 'Condition',
      id: 'p4',
      code: { text: '痛风' },
      onsetDateTime: '2020',
      asserter: { display: '王医生' },
    },
    {
      resourceType: 'MedicationRequest',
      id: 'p5',
      status: 'active',
      intent: 'order',
      contained: [{ resourceType: 'Medication', id: 'drug', code: { text: '阿卡波糖片 50mg' } }],
      medicationReference: { reference: '#drug' },
      authoredOn: '2026-03-01T23:30:00Z',
      requester: { reference: 'Practitioner/gone' },
      encounter: { reference: 'Encounter/gone' },
    },
    {
      resourceType: 'Observation',
      id: 'p6',
      status: 'final',
      code: { text: '血脂' },
      component: [
        { code: { text: '甘油三酯' }, valueQuantity: { value: 1.4, unit: 'mmol/L' } },
        { code: { text: '没有测' } },
        { code: { text: '总胆固醇' }, valueQuantity: { value: 5, comparator: '>', unit: 'mmol/L' } },
      ],
    },
    {
      resourceType: 'Observation',
      id: 'p7',
      status: 'final',
      code: { text: '尿蛋白' },
      valueCodeableConcept: { text: '阴性' },
      performer: 'nobody',
    },
    {
      resourceType: 'DiagnosticReport',
      id: 'p8',
      status: 'final',
      code: { text: 'B超' },
      performer: [{ display: '外县医院', type: 'Organization' }],
    },
  )
  const records = new Map((await read(id)).map(r => [r.recordId, r]))
  expect([...records.keys()].sort()).toEqual(['p1', 'p4', 'p5', 'p6', 'p8'])
  const nowhere = '没有写明是哪里诊断的'
  expect(records.get('p1')).toMatchObject({ title: '原发性高血压', detail: nowhere, day: null, doctorName: null })
  expect(records.get('p4')).toMatchObject({ detail: `2020年起，${nowhere}`, day: null })
  expect(records.get('p5')).toMatchObject({
    title: '阿卡波糖片 50mg',
    day: '2026-03-02',
    doctorName: null,
    institutionName: null,
  })
  expect(records.get('p6')!.detail).toBe('甘油三酯 1.4 mmol/L，总胆固醇 >5 mmol/L')
  expect(records.get('p8')).toMatchObject({ detail: null, institutionName: '外县医院' })
})

test('the family-doctor team in force: its doctors, the township’s first', async () => {
  expect(await county.familyDoctors('pat-wang-defu')).toEqual([
    'doc-songling-general-1',
    'doc-county-cardiology-1',
    'doc-songping-village-1',
  ])
  expect(await county.familyDoctors('pat-sun-li')).toEqual([])
  const category = [{ coding: [{ system: codeSystems.careTeam, code: 'family-doctor' }] }]
  const member = (name: string, more: object = {}) => ({ member: { reference: `Practitioner/${name}` }, ...more })
  const id = person(
    'pat-teams',
    {
      resourceType: 'CareTeam',
      id: 't1',
      status: 'active',
      category,
      period: { end: '2026-11-22' },
      participant: [member('late')],
    },
    { resourceType: 'CareTeam', id: 't2', status: 'inactive', category, participant: [member('inactive')] },
    { resourceType: 'CareTeam', id: 't3', status: 'active', participant: [member('surgeons')] },
    {
      resourceType: 'CareTeam',
      id: 't4',
      status: 'active',
      category,
      period: { start: '2026-01-01', end: '2026-11-23' },
      participant: [
        member('one'),
        member('left', { period: { end: '2026-02-01' } }),
        {},
        member('one'),
        { member: { reference: 'Patient/x' } },
      ],
    },
  )
  expect(await county.familyDoctors(id)).toEqual(['one'])
  now = new Date('2026-11-24T02:00:00Z')
  expect(await county.familyDoctors(id)).toEqual([])
})

test('a platform that is down, slow or confused is unavailable, after one time-out at most', async () => {
  for (const fault of [{ mode: 'down' }, { mode: 'error500' }, { mode: 'slow', delayMs: 1800 }]) {
    const fresh = platformAt(sandbox.url, { ...credentials, COUNTY_TIMEOUT_MS: '1000' })
    await command(sandbox.url, fault)
    const began = Date.now()
    expect(await fresh.records('pat-chen-guilan', kinds)).toEqual(unavailable)
    expect(await fresh.familyDoctors('pat-chen-guilan')).toEqual(unavailable)
    expect(Date.now() - began).toBeLessThan(4000)
    await command(sandbox.url, { mode: 'none' })
  }
  const strangers = platformAt(sandbox.url, { ...credentials, COUNTY_CLIENT_SECRET: 'wrong' })
  expect(await strangers.records('pat-chen-guilan', kinds)).toEqual(unavailable)
})

test('a platform that ignores what it is asked for hands out nobody else’s files, and no endless pages', async () => {
  let asked = 0
  const mine = { resourceType: 'Condition', id: 'mine', subject: { reference: 'Patient/me' }, code: { text: '高血压' } }
  const theirs = { ...mine, id: 'theirs', subject: { reference: 'Patient/other' }, code: { text: '抑郁症' } }
  const searchParam = [{ name: 'patient', type: 'reference' }]
  const rest = [{ mode: 'server', resource: [{ type: 'Condition', searchParam }] }]
  const server: Server = createServer((request, response) => {
    const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}/fhir`
    const isMetadata = request.url === '/fhir/metadata'
    if (!isMetadata) asked++
    const link = [{ relation: 'next', url: `${base}/Condition?page=${asked}` }]
    const entry = [mine, theirs, { nonsense: true }].map(resource => ({ resource }))
    const bundle = { resourceType: 'Bundle', type: 'searchset', link, entry }
    const body = isMetadata ? { resourceType: 'CapabilityStatement', fhirVersion: '4.0.1', rest } : bundle
    response.setHeader('Content-Type', 'application/fhir+json').end(JSON.stringify(body))
  })
  await new Promise<void>(done => server.listen(0, '127.0.0.1', done))
  try {
    const odd = platformAt(`http://127.0.0.1:${(server.address() as AddressInfo).port}`)
    expect((await read('me', kinds, odd)).map(r => r.title)).toEqual(['高血压'])
    expect(asked).toBeLessThan(10)
  } finally {
    server.closeAllConnections()
    server.close()
  }
})
