/** The way out, over real HTTP to the sandbox county platform that misbehaves on command. */
import { randomUUID } from 'node:crypto'
import { type IncomingMessage, type ServerResponse, createServer } from 'node:http'
import { type AddressInfo } from 'node:net'
import { identifierSystems } from 'shared/kernel/fhir-systems'
import { dayOf } from '../clock'
import { codeOf } from '../testing/client'
import { isProblem } from 'shared/kernel/errors'
import { type Clinic, newClinic } from '../testing/clinic'
import { type TestServer, startTestServer } from '../testing/server'
import { type Resident, type StaffMember, newAdministrator, newResident } from '../testing/signed-in'
import { startJobs } from '../jobs/scheduler'
import { readBacklog } from './delivery-status'
import { relayJobs } from './jobs'
import { reconcile } from './reconcile'
import { readStatus } from './status'
import { deliverDue } from './worker'

let server: TestServer
let clinic: Clinic
let admin: StaffMember
beforeAll(async () => {
  server = await startTestServer()
  clinic = await newClinic(server)
  admin = await newAdministrator(server, clinic.institutionId)
})
afterAll(() => server.stop())
/** Ends every misbehaviour and waits until the breaker has noticed. */
afterEach(async () => {
  await server.misbehave('none')
  while (isProblem(await server.context.county.findPeople('nobody'))) await pause(200)
})
const pause = (ms: number) => new Promise(resolve => setTimeout(resolve, ms))

/** All Appointments under our identifier at the platform, with every version they had. */
const there = (appointmentId: string) => {
  const { store } = server.platform
  const ids = store.withTerm('Appointment', `i:${identifierSystems.appointment}|${appointmentId}`)
  return [...ids].map(id => store.history('Appointment', id).map(v => (v.resource as { status?: string }).status))
}

/** The platform's slots and doctors are what our bookings refer to. */
const announce = (session: { slotIds: string[] }) => {
  const { store } = server.platform
  const put = (resourceType: string, id: string) => store.put(id, { resourceType, id } as never)
  store.atomically(() => {
    put('Practitioner', clinic.doctorId)
    put('HealthcareService', clinic.departmentId)
    for (const slotId of session.slotIds) put('Slot', slotId)
  })
}
const openSession = async (numbers = 5) => {
  const session = await clinic.addSession({ numbers })
  announce(session)
  return session
}
const book = (who: Resident, slotId: string) => who.appointments.book({ body: { slotId, personId: who.personId } })

const newResidents = (count: number) => Promise.all(Array.from({ length: count }, () => newResident(server)))
const newBookings = async (count: number, given?: Resident[]): Promise<string[]> => {
  const { slotId } = await openSession(count)
  const residents = given ?? (await newResidents(count))
  const booked = await Promise.all(residents.map(resident => book(resident, slotId)))
  return booked.map(b => b.appointmentId)
}
const confirm = (appointmentIds: string[]) => clinic.clerk.desk.confirm({ body: { appointmentIds } })
const today = () => dayOf(server.clock.now(), server.context.config.TIME_ZONE)

/** Runs the delivery until nothing waits, letting pauses and backoffs pass. */
const deliverAll = async (rounds = 15): Promise<void> => {
  for (let round = 0; round < rounds; round++) {
    await server.runJob('relay-deliver')
    const { waiting } = await readBacklog(server.db, server.clock.now())
    if (waiting === 0) return
    server.clock.push(40_000)
    await pause(400)
  }
}
const reconciled = () => reconcile(server.context, today(), today())

test('a booking arrives once, with each of its states, and the resident sees it', async () => {
  const resident = await newResident(server)
  const { slotId } = await openSession()
  const { appointmentId, relay } = await book(resident, slotId)
  expect(relay).toEqual({ state: 'waiting' })
  await deliverAll()
  expect(there(appointmentId)).toEqual([['pending']])
  await confirm([appointmentId])
  await resident.appointments.cancel({ params: { appointmentId }, body: {} })
  await deliverAll()
  expect(there(appointmentId)).toEqual([['pending', 'booked', 'cancelled']])
  const shown = await resident.appointments.appointment({ params: { appointmentId } })
  expect(shown.relay).toMatchObject({ state: 'delivered' })
})

test('a commit wakes the delivery: the record is there before the next poll', async () => {
  const job = relayJobs(server.context).find(j => j.name === 'relay-deliver')!
  const jobs = await startJobs(server.db, server.clock, server.context.log, [{ ...job, everySeconds: 60 }])
  const [appointmentId] = await newBookings(1)
  const within = Date.now() + 2_000
  while (!there(appointmentId!).length && Date.now() < within) await pause(20)
  await jobs.stop()
  expect(there(appointmentId!)).toEqual([['pending']])
})

test('bookings go on while the platform is down; up again, each arrives once and nothing differs', async () => {
  const residents = await newResidents(5)
  await server.misbehave('down')
  const ids = await newBookings(5, residents)
  await confirm(ids.slice(0, 3))
  for (let n = 0; n < 4; n++) {
    await server.runJob('relay-deliver')
    server.clock.push(40_000)
  }
  expect((await readStatus(server.context)).breaker).toBe('open')
  expect(ids.map(there)).toEqual(ids.map(() => []))
  await server.misbehave('none')
  await deliverAll()
  expect(ids.map(there)).toEqual(ids.map((_, n) => [n < 3 ? ['pending', 'booked'] : ['pending']]))
  expect(await reconciled()).toMatchObject({ differences: [], repaired: 0 })
})

test.each([
  ['loseAnswers', { methods: ['POST'], path: '/fhir', forRequests: 2 }],
  ['inner412', { forRequests: 2 }],
  ['error500', { methods: ['POST'], path: '/fhir', forRequests: 1 }],
  ['throttle429', { retryAfterSeconds: 1, forRequests: 1 }],
  ['slow', { delayMs: 3000, forRequests: 2 }],
])('%s: nothing lost, nothing twice', async (mode, more) => {
  const ids = await newBookings(3)
  await server.misbehave(mode, more)
  await deliverAll()
  await confirm(ids)
  await server.misbehave(mode, more)
  await deliverAll()
  await server.misbehave('none')
  expect(ids.map(there)).toEqual(ids.map(() => [['pending', 'booked']]))
  expect(await reconciled()).toMatchObject({ differences: [] })
})

test('stale and doubled search answers never make a second copy or undo a newer state', async () => {
  const ids = await newBookings(3)
  await deliverAll()
  await confirm(ids)
  for (const mode of ['staleVersions', 'duplicates', 'reorderedFeed', 'inner412']) await server.misbehave(mode)
  await deliverAll(3)
  await server.misbehave('none')
  await deliverAll()
  expect(ids.map(there)).toEqual(ids.map(() => [['pending', 'booked']]))
})

test('a foreign write in between is noticed by its version and not lost silently', async () => {
  const [appointmentId] = await newBookings(1)
  await deliverAll()
  const { store } = server.platform
  const [id] = [...store.withTerm('Appointment', `i:${identifierSystems.appointment}|${appointmentId}`)]
  const standing = store.current('Appointment', id!)!.resource
  const note = { url: 'urn:somebody-else:note', valueString: 'kept' }
  store.atomically(() => store.put(id!, { ...standing, extension: [...(standing.extension as object[]), note] }))
  await confirm([appointmentId!])
  await deliverAll()
  const now = store.current('Appointment', id!)!.resource
  expect(now).toMatchObject({ status: 'booked', extension: expect.arrayContaining([note]) })
})

test('a refusal for good is a dead letter with its reason; later versions wait behind it; a replay sends all', async () => {
  const { slotId } = await clinic.addSession()
  const resident = await newResident(server)
  const { appointmentId } = await book(resident, slotId)
  await confirm([appointmentId])
  await deliverAll(2)
  const shown = await resident.appointments.appointment({ params: { appointmentId } })
  expect(shown.relay).toMatchObject({ state: 'refused', why: expect.stringContaining('县平台没有接收') })
  const { deadLetters } = await admin.relay.deadLetters({})
  const letter = deadLetters.find(d => d.businessKey === `appointment:${appointmentId}`)!
  expect(letter.reason).toContain(`Slot/${slotId}`)
  expect(there(appointmentId)).toEqual([])
  announce({ slotIds: [slotId] })
  await admin.relay.replay({ params: { eventId: letter.eventId } })
  await deliverAll()
  expect(there(appointmentId)).toEqual([['pending', 'booked']])
  expect(await codeOf(admin.relay.replay({ params: { eventId: letter.eventId } }))).toBe('not_found')
})

test('two workers at once send each version once, in order', async () => {
  const ids = await newBookings(12)
  await confirm(ids)
  const workers = Array.from({ length: 2 }, () => ({ ...server.context }))
  await Promise.all([...workers, ...workers].map(context => deliverDue(context)))
  await deliverAll()
  expect(ids.map(there)).toEqual(ids.map(() => [['pending', 'booked']]))
})

test('reconciliation finds what was lost there and sends it again, lists what is there twice or unknown here', async () => {
  const [lost, twice, fine] = await newBookings(3)
  await deliverAll()
  const { store } = server.platform
  const idOf = (id: string) => [...store.withTerm('Appointment', `i:${identifierSystems.appointment}|${id}`)][0]!
  const copy = (id: string, as: string, identifier?: string) => {
    const resource = store.current('Appointment', idOf(id))!.resource
    const marks = identifier ? [{ system: identifierSystems.appointment, value: identifier }] : resource.identifier
    store.put(as, { ...resource, id: as, identifier: marks })
  }
  const unknown = randomUUID()
  store.atomically(() => {
    copy(fine!, 'unknown-here', unknown)
    copy(twice!, 'second-copy')
    store.remove('Appointment', idOf(lost!))
  })
  const found = await admin.relay.reconcile({ body: { from: today(), to: today() } })
  expect(found.differences).toEqual(
    expect.arrayContaining([
      { businessKey: `appointment:${lost}`, kind: 'missing_there', repaired: true },
      { businessKey: `appointment:${twice}`, kind: 'duplicate_there', repaired: false },
      { businessKey: `appointment:${unknown}`, kind: 'missing_here', repaired: false },
    ]),
  )
  expect(found).toMatchObject({ repaired: 1 })
  expect(found.differences).toHaveLength(3)
  await deliverAll()
  expect(there(lost!).map(versions => versions.at(-1))).toContain('pending')
  store.atomically(() => ['unknown-here', 'second-copy'].forEach(id => store.remove('Appointment', id)))
  expect(await reconciled()).toMatchObject({ differences: [] })
})

test('a platform without batches and conditional creates gets the same, one by one', async () => {
  const plain = await startPlainServer(server.platform.url)
  const config = { ...server.context.config, COUNTY_FHIR_URL: `${plain.url}/fhir` }
  const ids = await newBookings(3)
  await confirm(ids)
  await deliverDue({ ...server.context, config })
  expect(ids.map(there)).toEqual(ids.map(() => [['pending', 'booked']]))
  expect(plain.bundles()).toBe(0)
  await plain.stop()
})

/** Passes on to the sandbox, but can neither bundle nor create by condition, and says so. */
const startPlainServer = async (target: string) => {
  let bundles = 0
  const pass = async (request: IncomingMessage, response: ServerResponse) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    if (request.url === '/fhir' && request.method === 'POST') bundles++
    const { authorization, 'content-type': type, 'if-match': ifMatch } = request.headers
    const headers = {
      ...(authorization && { authorization }),
      ...(type && { 'content-type': type }),
      ...(ifMatch && { 'if-match': ifMatch }),
    }
    const body = chunks.length ? Buffer.concat(chunks) : undefined
    const answer = await fetch(`${target}${request.url}`, { method: request.method, headers, body })
    let text = await answer.text()
    if (request.url === '/fhir/metadata')
      text = text
        .replace(/"conditionalCreate":true/g, '"conditionalCreate":false')
        .replace(/,"interaction":\[\{"code":"transaction"\},\{"code":"batch"\}\]/, '')
    const etag = answer.headers.get('etag')
    const location = answer.headers.get('location')
    response.writeHead(answer.status, {
      'content-type': 'application/fhir+json',
      ...(etag && { etag }),
      ...(location && { location }),
    })
    response.end(text)
  }
  const proxy = createServer((request, response) => void pass(request, response))
  await new Promise<void>(resolve => proxy.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`,
    bundles: () => bundles,
    stop: () => new Promise(resolve => (proxy.closeAllConnections(), proxy.close(resolve))),
  }
}
