/**
 * Walks the contracts themselves: every endpoint × every kind of caller, another person's record, and bad input made
 * from the endpoint's own schemas. A new endpoint is walked without a line here; one with a new kind of id fails until
 * `ids` knows it.
 */
import * as fc from 'fast-check'
import type { Endpoint } from 'shared/kernel/endpoint'
import { routesOf } from '../app'
import { tell } from '../modules/notifications'
import { fieldNames, spoiledInput, validInput, type Known } from '../testing/from-schema'
import { transaction } from '../db/transaction'
import { png } from '../testing/files'
import { openOrders } from '../modules/payments'
import { formOf } from '../testing/client'
import { newClinic, setCountyTime } from '../testing/clinic'
import { askDoctor, newConsultingDoctor } from '../testing/consulting'
import { type TestServer, startTestServer } from '../testing/server'
import { type Resident, type SignedIn, newAdministrator, newResident, newStaff } from '../testing/signed-in'

let server: TestServer
let owner: Resident
let callers: Record<'stranger' | 'doctor' | 'clerk' | 'administrator', SignedIn>
let withoutSecondFactor: Record<'doctor' | 'staff' | 'administrator', SignedIn>
let ids: Known
let secrets: string[]

const endpoints = (): [string, Endpoint][] =>
  Object.values(routesOf(server.context))
    .flat()
    .flatMap(({ contract }) => Object.entries(contract))

/** What a request may touch without changing anybody's data: who was seen when, what was audited, sign-ins, jobs. */
const volatile = new Set([
  'audit_event',
  'idempotency_record',
  'attempt_count',
  'audit_seal',
  'session',
  'job_record',
  'migrations',
  'staff',
  'relay_sync',
  'relay_feed',
])
let tables: string[]
const picture = async (): Promise<string> => {
  const rows: { Table: string; Checksum: string }[] = await server.db.query(`CHECKSUM TABLE ${tables.join(', ')}`)
  return rows.map(r => `${r.Table}:${r.Checksum}`).join('\n')
}

let turn = 0
interface Sent {
  params?: unknown
  query?: unknown
  body?: unknown
}
const textOf = (value: unknown): string =>
  encodeURIComponent(typeof value === 'string' ? Buffer.from(value).toString() : JSON.stringify(value))
const aPicture = Buffer.from('not a picture')
const textOfField = (value: unknown): string => {
  try {
    return String(value)
  } catch {
    return ''
  }
}
/** As it stands in the request: JSON, or a form with a file for an upload. */
const bodyOf = (e: Endpoint, body: unknown): RequestInit['body'] => {
  if (e.method === 'GET' || body === undefined) return undefined
  if (!e.upload) return JSON.stringify(body)
  const fields = Object.entries(body ?? {}).map(([name, value]) => [name, textOfField(value)])
  return formOf(Object.fromEntries(fields) as object, aPicture)
}
const send = async (who: SignedIn | undefined, e: Endpoint, { params, query, body }: Sent) => {
  const filled = e.path.replace(/:(\w+)/g, (_, name: string) =>
    textOf((params as Record<string, unknown>)?.[name] ?? 'x'),
  )
  const asked = query && typeof query === 'object' ? Object.entries(query).map(([k, v]) => `${k}=${textOf(v)}`) : []
  const response = await fetch(`${server.base}/api${filled}${asked.length ? `?${asked.join('&')}` : ''}`, {
    method: e.method,
    headers: {
      ...(!e.upload && { 'Content-Type': 'application/json' }),
      ...(who && { Authorization: `Bearer ${who.tokens.accessToken}` }),
      ...(e.method !== 'GET' && { 'Idempotency-Key': `walk-${(turn += 1)}-${process.pid}` }),
    },
    body: bodyOf(e, body),
  })
  const text = await response.text()
  return {
    status: response.status,
    text,
    code: /problem/.test(response.headers.get('Content-Type') ?? '') ? (JSON.parse(text).code as string) : null,
    response,
  }
}

const sample = (e: Endpoint, known: Known, seed = 1): Sent => {
  const one = (schema: Endpoint['body']) => schema && fc.sample(validInput(schema, known), { numRuns: 1, seed })[0]
  return { params: one(e.params), query: one(e.query), body: one(e.body) }
}

/** An owner with something of every kind: a member, a card, bookings, a wait-list entry, a proxy, a block, an appeal. */
const prepare = async (): Promise<void> => {
  const clinic = await newClinic(server, { noShowLimit: 1, confirmByClinic: false })
  const elsewhere = await newClinic(server)
  setCountyTime(server, '09:00', 1)
  owner = await newResident(server, { birthDate: '1980-05-05' })
  const first = await clinic.addSession({ inDays: 1 })
  const second = await clinic.addSession({ inDays: 2 })
  const full = await clinic.addSession({ inDays: 3, slots: 1, numbers: 1 })
  const other = await newResident(server)
  await other.appointments.book({ body: { slotId: full.slotIds[0]!, personId: other.personId } })
  const missed = await owner.appointments.book({ body: { slotId: first.slotIds[0]!, personId: owner.personId } })
  const coming = await owner.appointments.book({ body: { slotId: second.slotIds[0]!, personId: owner.personId } })
  const entry = await owner.appointments.joinWaitlist({ body: { sessionId: full.sessionId, personId: owner.personId } })
  const proxy = await owner.identity.grantProxy({
    body: {
      grantee: { kind: 'relative', phone: other.wechatPhone, relation: 'sibling' },
      scope: ['appointments'],
      endsOn: '2027-06-01',
    },
  })
  await owner.healthCard.openCard({
    params: { personId: owner.personId },
    body: { ethnicGroup: '01', phone: owner.wechatPhone, address: '云溪县青石镇1号' },
  })
  const { name, identityNumber } = owner.onFile
  const appeal = await owner.identity.appeal({
    body: { name, identityNumber, statement: '不是我本人绑定的', phone: owner.wechatPhone },
  })
  callers = {
    stranger: await newResident(server),
    doctor: await newStaff(server, {
      role: 'doctor',
      institutionId: elsewhere.institutionId,
      practitionerId: elsewhere.doctorId,
    }),
    clerk: await newStaff(server, { role: 'staff', institutionId: elsewhere.institutionId }),
    administrator: await newAdministrator(server, clinic.institutionId),
  }
  const desk = await newStaff(server, { role: 'staff', institutionId: clinic.institutionId })
  setCountyTime(server, '10:00', 1)
  await desk.enterSecondFactor()
  await desk.desk.markNoShow({ params: { appointmentId: missed.appointmentId } })
  const { block } = await owner.appointments.noShows({ params: { personId: owner.personId } })
  const { staff } = await callers.administrator.identityStaff.staff({ query: {} }).catch(async () => {
    await (callers.administrator as Awaited<ReturnType<typeof newStaff>>).enterSecondFactor()
    return callers.administrator.identityStaff.staff({ query: {} })
  })
  for (const who of [callers.doctor, callers.clerk])
    await (who as Awaited<ReturnType<typeof newStaff>>).enterSecondFactor()
  const link = `packages/resident/appointments/detail?appointmentId=${coming.appointmentId}`
  const about = { personId: owner.personId, facts: {}, link, at: server.clock.now() }
  await tell(server.db, [{ kind: 'appointment_reminder', key: 'walk', ...about }])
  await server.runJob('notifications-deliver')
  const { messages } = await owner.notifications.messages({ query: {} })
  const order = { purpose: 'appointment' as const, purposeId: coming.appointmentId, ...about, what: '挂号费' }
  const who = { accountId: owner.accountId, institutionId: clinic.institutionId, amount: 1500 }
  const [orderId] = await transaction(server.db, tx =>
    openOrders(tx, [{ ...order, ...who, validUntil: new Date(about.at.getTime() + 15 * 60_000) }]),
  )
  const { attachmentId } = await owner.attachments.upload({ body: { kind: 'picture' }, file: await png() })
  const consultant = await newConsultingDoctor(server)
  const { consultationId } = await askDoctor(server, owner, consultant)
  const statement = '等了很久没有人回答'
  const complaint = await owner.consultations.complain({ params: { consultationId }, body: { statement } })
  ids = {
    consultationId,
    complaintId: complaint.complaintId,
    phraseId: '01990000-0000-7000-8000-000000000000',
    questionId: '01990000-0000-7000-8000-000000000000',
    recordId: 'cond-of-nobody',
    attachmentId,
    personId: owner.personId,
    appointmentId: coming.appointmentId,
    slotId: second.slotIds[1]!,
    sessionId: second.sessionId,
    entryId: entry.entryId,
    linkId: proxy.linkId,
    appealId: appeal.appealId,
    caseId: '01990000-0000-7000-8000-000000000000',
    platformId: owner.onFile.platformId,
    blockId: block!.blockId,
    staffId: staff[0]!.staffId,
    accountId: owner.accountId,
    institutionId: clinic.institutionId,
    departmentId: clinic.departmentId,
    doctorId: clinic.doctorId,
    practitionerId: clinic.doctorId,
    messageId: messages[0]!.messageId,
    orderId: orderId!,
    templateId: 'sandbox-session-stopped',
    differenceId: '01990000-0000-7000-8000-000000000000',
    eventId: '01990000-0000-7000-8000-000000000000',
    kind: 'health_data',
  }
  secrets = [name, identityNumber, owner.wechatPhone, owner.onFile.address]
}

beforeAll(async () => {
  server = await startTestServer()
  await prepare()
  // The clock was pushed: their access tokens have ended, and an ended token would hide what is tried here.
  for (const who of Object.values(callers)) await who.identity.me({})
  withoutSecondFactor = { doctor: callers.doctor, staff: callers.clerk, administrator: callers.administrator }
  const rows: { name: string }[] = await server.db.query(
    'SELECT table_name AS name FROM information_schema.tables WHERE table_schema = DATABASE()',
  )
  tables = rows.map(r => r.name).filter(name => !volatile.has(name))
}, 120_000)
afterAll(() => server?.stop())

test('every id that a path or a body may name is known to this walk', () => {
  const named = endpoints().flatMap(([, e]) => [...fieldNames(e.params), ...fieldNames(e.body), ...fieldNames(e.query)])
  const unknown = named.filter(name => /Ids?$/.test(name) && !(name in ids) && !(name.replace(/s$/, '') in ids))
  expect([...new Set(unknown)]).toEqual([])
})

test('nobody enters without signing in, nor without the role', async () => {
  const wrong: string[] = []
  const before = await picture()
  for (const [name, e] of endpoints()) {
    if (e.access === 'public') continue
    const sent = sample(e, ids)
    const unsigned = await send(undefined, e, sent)
    if (unsigned.code !== 'signed_out') wrong.push(`${name} unsigned: ${unsigned.status} ${unsigned.code}`)
    if (e.access.includes('resident')) continue
    const roleOf = { stranger: 'resident', doctor: 'doctor', clerk: 'staff', administrator: 'administrator' } as const
    for (const [kind, who] of Object.entries(callers)) {
      if (e.access.includes(roleOf[kind as keyof typeof roleOf])) continue
      const answer = await send(who, e, sent)
      if (answer.code !== 'forbidden') wrong.push(`${name} as ${kind}: ${answer.status} ${answer.code}`)
    }
  }
  expect(wrong).toEqual([])
  expect(await picture()).toBe(before)
}, 120_000)

test("another person's record: no answer, no change, no word of it", async () => {
  const aimed =
    /^(personId|appointmentIds?|linkId|entryId|blockId|appealId|caseId|messageId|orderId|accountId|attachmentIds?|consultationId|complaintId)$/
  const wrong: string[] = []
  for (const [name, e] of endpoints()) {
    if (e.access === 'public' || e.access.every(r => r === 'administrator')) continue
    if (![...fieldNames(e.params), ...fieldNames(e.query), ...fieldNames(e.body)].some(n => aimed.test(n))) continue
    for (const kind of ['stranger', 'doctor', 'clerk'] as const)
      for (const seed of [1, 2, 3]) {
        const before = await picture()
        // Optional ids must be there too: that is what is tried here.
        const sent = sample(e, ids, seed)
        const query = fieldNames(e.query).includes('personId')
          ? { ...(sent.query as object), personId: ids.personId }
          : sent.query
        const answer = await send(callers[kind], e, { ...sent, query })
        const told = `${name} as ${kind}: ${answer.status} ${answer.code}`
        if (answer.status >= 500) wrong.push(`${told} (5xx)`)
        if (answer.status < 400 && !(e.access.includes('staff') && name !== 'verifyCard'))
          wrong.push(`${told} (answered)`)
        if (secrets.some(secret => answer.text.includes(secret))) wrong.push(`${told} (leak)`)
        if ((await picture()) !== before) wrong.push(`${told} (changed something)`)
      }
  }
  expect(wrong).toEqual([])
}, 240_000)

test('bad input: a clear error, nothing changed, never 5xx', async () => {
  const wrong: string[] = []
  const own = { ...ids, personId: (callers.stranger as Resident).personId }
  const callerOf = (e: Endpoint): SignedIn | undefined => {
    if (e.access === 'public') return undefined
    if (e.access.includes('resident')) return callers.stranger
    return e.access.includes('staff')
      ? callers.clerk
      : e.access.includes('doctor')
        ? callers.doctor
        : callers.administrator
  }
  for (const [name, e] of endpoints()) {
    for (const part of ['params', 'query', 'body'] as const) {
      const schema = e[part]
      if (!schema) continue
      for (const bad of fc.sample(spoiledInput(schema, own), { numRuns: 25, seed: 7 })) {
        const before = await picture()
        const answer = await send(callerOf(e), e, { ...sample(e, own), [part]: bad })
        const told = `${name} ${part} ${JSON.stringify(bad).slice(0, 120)}: ${answer.status} ${answer.code}`
        if (answer.status >= 500 && answer.code !== 'county_platform_unavailable') wrong.push(`${told} (5xx)`)
        if (answer.status >= 400 && answer.status !== 404 && !answer.code) wrong.push(`${told} (no code)`)
        if (answer.status >= 400 && (await picture()) !== before) wrong.push(`${told} (changed something)`)
        if (/stack|node_modules|SELECT |INSERT |UPDATE |ER_[A-Z]/.test(answer.text)) wrong.push(`${told} (inner words)`)
      }
    }
  }
  expect(wrong).toEqual([])
}, 400_000)

test('a working period that ended asks for the passcode again', async () => {
  server.clock.push(24 * 3_600_000)
  const wrong: string[] = []
  const roles = ['doctor', 'staff', 'administrator'] as const
  for (const [name, e] of endpoints()) {
    if (e.access === 'public' || e.access.includes('resident')) continue
    for (const role of roles.filter(r => (e.access as readonly string[]).includes(r))) {
      const who = withoutSecondFactor[role]
      await who.identity.me({}) // exchanges the access token, which the day has ended
      const answer = await send(who, e, sample(e, ids))
      if (answer.code !== 'second_factor_required') wrong.push(`${name} as ${role}: ${answer.status} ${answer.code}`)
    }
  }
  expect(wrong).toEqual([])
}, 120_000)
