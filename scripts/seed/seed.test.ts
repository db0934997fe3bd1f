import { type TestServer, startTestServer } from 'server/testing/server'
import { type SignedIn, signIn } from 'server/testing/signed-in'
import { personas } from '../sandbox/county/personas'
import { seed } from './seed'
import { DEMO_PASSCODE } from './staff'

let server: TestServer
beforeAll(async () => {
  // A directory of this size, on a machine that tests other things besides.
  server = await startTestServer({ environment: { COUNTY_TIMEOUT_MS: '30000' } })
  await seed(server.context.config, server.base, () => undefined)
}, 120_000)
afterAll(() => server?.stop())

const as = (key: string): Promise<SignedIn> => signIn(server, key)
const atWork = async (key: string): Promise<SignedIn> => {
  const who = await as(key)
  await who.identityStaff.enterSecondFactor({ body: { passcode: DEMO_PASSCODE } })
  return who
}
const peopleOf = async ({ identity }: SignedIn) => (await identity.people({})).people.map(p => p.person.name)

/** Everything but what each sign-in leaves behind. */
const stored = async (): Promise<Record<string, unknown>> => {
  const tables = [
    'account',
    'person',
    'person_link',
    'staff',
    'invitation',
    'consent',
    'health_card',
    'institution',
    'consultation',
    'consultation_message',
    'consultation_phrase',
  ]
  const rows = tables.map(async table => [table, await server.db.query(`SELECT COUNT(*) AS n FROM ${table}`)])
  return Object.fromEntries(await Promise.all(rows))
}

test('everybody of the demo can sign in and stands where the persona page says', async () => {
  const registered: string[] = []
  for (const { key, role } of personas) {
    const me = await (await as(key)).identity.me({})
    if (me.self) registered.push(key)
    expect(me.positions.map(p => p.role)).toEqual(role === 'resident' ? [] : [role])
  }
  const residents = ['resident', 'father', 'elder']
  const doctors = ['family-doctor', 'paediatric-doctor', 'village-doctor']
  expect(registered).toEqual([...residents, ...doctors, 'clerk', 'administrator'])
})

test('林秀英 acts for her mother and her child and has a card; so does the elder', async () => {
  const resident = await as('resident')
  expect(await peopleOf(resident)).toEqual(['林**', '陈**', '周**'])
  expect((await resident.healthCard.cards({})).cards.map(c => c.state)).toEqual(['active', 'none', 'none'])
  expect((await (await as('elder')).healthCard.cards({})).cards.map(c => c.state)).toEqual(['active'])
})

test('the village doctor may book and show the card for an elder without a phone', async () => {
  const doctor = await atWork('village-doctor')
  const { people } = await doctor.identity.people({})
  const [elder, ...others] = people.filter(p => p.basis === 'proxy')
  expect(others).toEqual([])
  expect(elder).toMatchObject({ scope: ['card', 'appointments'], state: 'active', person: { name: '李**' } })
  const { cards } = await doctor.healthCard.cards({})
  expect(cards.map(c => c.personId)).toContain(elder!.person.personId)
})

test('the clerk has a desk with sessions, the administrator sees the relay', async () => {
  const clerk = await atWork('clerk')
  const tomorrow = new Date(server.clock.now().getTime() + 86_400_000 * 2).toISOString().slice(0, 10)
  expect((await clerk.desk.deskSessions({ query: { day: tomorrow } })).sessions).not.toEqual([])
  await expect((await atWork('administrator')).relay.relayStatus({})).resolves.toBeDefined()
})

test('the county hospital takes its fees on the phone, but none for chronic diseases; a health centre at the window', async () => {
  const { appointments } = await as('resident')
  const priceAt = async (departmentId: string) => {
    const { doctors } = await appointments.availability({ params: { departmentId }, query: {} })
    const { sessionId, fee } = doctors[0]!.sessions[0]!
    const { payNow } = await appointments.session({ params: { sessionId }, query: {} })
    return { grade: doctors[0]!.grade, fee, payNow }
  }
  expect(await priceAt('svc-county-neurology')).toEqual({
    grade: 'expert',
    fee: 1500,
    payNow: { fee: 1500, minutes: 15 },
  })
  expect(await priceAt('svc-county-cardiology')).toMatchObject({ fee: 0, payNow: null })
  expect(await priceAt('svc-qingshi-general')).toMatchObject({ fee: 200, payNow: null })
})

test('王德福 has asked: one question is answered and signed, one waits; the doctors are on duty', async () => {
  const elder = await as('elder')
  const { consultations } = await elder.consultations.consultations({ query: {} })
  expect(consultations.map(c => [c.status, c.outcome])).toEqual([
    ['planned', null],
    ['finished', 'summary'],
  ])
  const params = { consultationId: consultations[1]!.consultationId }
  const { summary } = await elder.consultations.consultation({ params })
  expect(summary).toMatchObject({ doctorName: '何田生', signature: { valid: true } })
  const { personId } = (await elder.identity.me({})).self!
  const { doctors } = await elder.consultations.consultationDoctors({ query: { personId } })
  expect(doctors.map(d => [d.name, d.ownTeam, d.open])).toEqual([
    ['何田生', true, true],
    ['苏晴', false, true],
    ['张文华', false, true],
  ])
  const doctor = await atWork('family-doctor')
  const { waiting } = await doctor.consultationsDoctor.queue({ query: {} })
  expect(waiting.map(l => [l.personName, l.age > 70])).toEqual([['王**', true]])
  const { phrases } = await doctor.doctorDesk.phrases({})
  expect(phrases.filter(p => !p.own).map(p => p.title)).toContain('高血压低盐饮食')
})

test('周建民 acts for his daughter of three, about whom he may ask 苏晴 alone', async () => {
  const father = await as('father')
  const { people } = await father.identity.people({})
  expect(people.map(p => [p.person.name, p.state])).toEqual([
    ['周**', 'active'],
    ['周**', 'active'],
  ])
  const { personId } = people[1]!.person
  const { doctors } = await father.consultations.consultationDoctors({ query: { personId } })
  expect(doctors.map(d => [d.name, d.closedBecause])).toEqual(
    expect.arrayContaining([
      ['苏晴', null],
      ['张文华', 'not_for_child'],
      ['何田生', 'not_for_child'],
    ]),
  )
})

test('a seeding that is taken up again changes nothing', async () => {
  const before = await stored()
  await seed(server.context.config, server.base, () => undefined)
  expect(await stored()).toEqual(before)
}, 60_000)
