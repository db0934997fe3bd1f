/**
 * Server, database, sandbox WeChat and sandbox county platform are killed (`kill -9`) at random moments while 24 people
 * book numbers with a fee, pay them, cancel, or let the time for paying run out. Afterwards everything settles by itself:
 * our books say what WeChat's say, no order is fulfilled twice, no number is lost, everybody is told once.
 */
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { openDatabase } from 'server/db/data-source'
import { wrongBooks } from 'server/modules/payments/testing'
import { type Clients, clientsOf } from 'server/testing/client'
import { untoldChanges, wrongFees, wrongSlots } from 'server/testing/invariants'
import { startTestServer } from 'server/testing/server'
import { type Resident, newResident } from 'server/testing/signed-in'
import type { DataSource } from 'typeorm'
import type { PaymentParameters } from 'shared/payments/model'
import { type WechatDriver, driveWechatSandbox } from '../sandbox/wechat/drive'
import { payNoticePath, wechatPayEnvironment } from '../sandbox/wechat/pay/environment'
import { keepPayKeys } from '../sandbox/wechat/pay/keys'
import { freePort } from '../start/free-port'
import { isSettled, never, seen, wronglyTold } from './aftermath'
import { type Process, count, fortySlots, persist, pick, prepareKillable, startProgram, until } from './killable'

const minute = 60_000
const hands = 24

let killable: Awaited<ReturnType<typeof prepareKillable>>
/** To ask the tables; every connection of it may be cut too. */
let db: DataSource
let people: Resident[]
let wechat: WechatDriver
const processes: Partial<Record<'server' | 'wechat' | 'county', Process>> = {}
/** Starts each of them, on the clock that all of them share. */
let starts: Record<keyof typeof processes, (aheadMs: number) => Promise<void>>
let aheadMs = 0

/** People are made before anything is killed, on sandboxes whose folders the killed ones go on with. */
const makePeople = async (): Promise<{ sandboxes: string; secrets: Record<string, string> }> => {
  const sandboxes = join(killable.folder, 'sandboxes')
  const fixtures = await startTestServer({ environment: killable.keys, days: 15, keepData: true, sandboxes })
  people = []
  while (people.length < hands)
    people.push(
      ...(await Promise.all(Array.from({ length: 8 }, () => newResident(fixtures, { birthDate: '1985-05-05' })))),
    )
  const { WECHAT_APP_ID, WECHAT_APP_SECRET, COUNTY_CLIENT_ID, COUNTY_CLIENT_SECRET } = fixtures.context.config
  await fixtures.stop()
  return {
    sandboxes,
    secrets: {
      ...{ WECHAT_APP_ID, WECHAT_APP_SECRET },
      ...{ COUNTY_CLIENT_ID: COUNTY_CLIENT_ID!, COUNTY_CLIENT_SECRET: COUNTY_CLIENT_SECRET! },
    },
  }
}

const programs = async (): Promise<typeof starts> => {
  const { sandboxes, secrets } = await makePeople()
  const { folder, port, base, keys } = killable
  const [wechatPort, countyPort] = [await freePort(), await freePort()]
  const [wechatUrl, countyUrl] = [wechatPort, countyPort].map(p => `http://127.0.0.1:${p}`)
  const payKeys = await keepPayKeys(join(sandboxes, 'wechat'))
  const environment = {
    ...keys,
    ...secrets,
    WECHAT_API_URL: wechatUrl!,
    ...wechatPayEnvironment(payKeys, { baseUrl: wechatUrl!, notifyUrl: `${base}${payNoticePath}` }),
    COUNTY_FHIR_URL: `${countyUrl}/fhir`,
    COUNTY_TOKEN_URL: `${countyUrl}/oauth/token`,
    PAYMENT_POLL_SECONDS: '5',
    // They book as long as the test runs.
    UNPAID_HOLDS_PER_DAY: '100000',
  }
  wechat = driveWechatSandbox(wechatUrl!)
  const { WECHAT_APP_ID: APPID, WECHAT_APP_SECRET: APPSECRET, ...county } = secrets
  const ofCounty = {
    CLIENT_ID: county.COUNTY_CLIENT_ID,
    CLIENT_SECRET: county.COUNTY_CLIENT_SECRET,
    PEOPLE: '0',
  }
  const run = async (name: keyof typeof processes, file: string, at: number, env: NodeJS.ProcessEnv) =>
    void (processes[name] = await startProgram(folder, file, at, env))
  const clock = (ahead: number) => ({ CLOCK_AHEAD_MS: String(ahead) })
  return {
    server: ahead => run('server', 'scripts/faults/server.ts', port, { ...environment, ...clock(ahead) }),
    county: () =>
      run('county', 'scripts/sandbox/county/main.ts', countyPort, { ...ofCounty, FOLDER: join(sandboxes, 'county') }),
    async wechat(ahead) {
      const own = { APPID, APPSECRET, FOLDER: join(sandboxes, 'wechat'), ...clock(ahead) }
      await run('wechat', 'scripts/sandbox/wechat/main.ts', wechatPort, own)
      await wechat.pay.set({ refundSeconds: 1 })
    },
  }
}

const kill = async (...names: (keyof typeof processes)[]): Promise<void> => {
  await Promise.all(names.map(name => processes[name]!.kill()))
  await Promise.all(names.map(name => starts[name](aheadMs)))
}
/** Both are down while it does: WeChat and we agree about the time. */
const timePasses = (ms: number): Promise<void> => {
  aheadMs += ms
  return kill('server', 'wechat')
}

beforeAll(async () => {
  killable = await prepareKillable()
  starts = await programs()
  await Promise.all([starts.wechat(0), starts.county(0)])
  await starts.server(0)
  db = await openDatabase(killable.keys.DATABASE_URL, 4)
}, 120_000)
afterAll(async () => {
  await Promise.all(Object.values(processes).map(one => one?.child.stop()))
  await db?.destroy()
  await killable?.stop()
}, 60_000)

/** On the sheet of WeChat, as often as it takes to be answered. */
const tapPay = async (parameters: PaymentParameters): Promise<void> => {
  for (let tries = 0; tries < 300; tries++) {
    try {
      return void (await wechat.pay.pay({ parameters }))
    } catch (error) {
      if (/→ 400/.test((error as Error).message)) return
      await sleep(100)
    }
  }
  throw new Error('WeChat does not answer')
}

/** Asks for the sheet and pays, sometimes with two taps; does not always come back to the app. */
const pay = async (phone: Clients, orderId: string): Promise<void> => {
  const params = { params: { orderId } }
  const { answer } = await persist(() => phone.payments.pay(params))
  if (!answer) return
  const taps = Math.random() < 0.3 ? 2 : 1
  await Promise.all(Array.from({ length: taps }, () => tapPay(answer.parameters)))
  if (Math.random() < 0.5) await persist(() => phone.payments.checkOrder(params))
}

interface Done {
  booked: string[]
  cancelled: string[]
}
const act = async (who: Resident, slotIds: string[], running: () => boolean): Promise<Done> => {
  const phone = clientsOf(killable.base, who.tokens)
  const done: Done = { booked: [], cancelled: [] }
  const cancel = async (appointmentId: string) => {
    const { answer } = await persist(idempotencyKey =>
      phone.appointments.cancel({ params: { appointmentId }, body: {}, idempotencyKey }),
    )
    if (answer) done.cancelled.push(appointmentId)
  }
  for (; running(); await sleep(50)) {
    const body = { slotId: pick(slotIds), personId: who.personId }
    const { answer } = await persist(idempotencyKey => phone.appointments.book({ body, idempotencyKey }))
    if (!answer) continue
    const { appointmentId, payment } = answer
    done.booked.push(appointmentId)
    const way = Math.random()
    // The rest lets the time run out.
    if (way < 0.2) await Promise.all([pay(phone, payment!.orderId), cancel(appointmentId)])
    else if (way < 0.3) await cancel(appointmentId)
    else if (way < 0.85) await pay(phone, payment!.orderId)
    if (way > 0.55 && way < 0.85) await cancel(appointmentId)
  }
  return done
}

test('all that matters is killed while people pay: it settles by itself, and every fen is where it belongs', async () => {
  const slotIds = await fortySlots(db, { payOnline: true, confirmByClinic: false }, 'not free')
  let running = true
  const acting = people.map(who => act(who, slotIds, () => running))
  const kills = [
    () => kill('server'),
    killable.killDatabase,
    () => kill('wechat'),
    () => timePasses(16 * minute),
    () => kill('county'),
    () => kill('server', 'county'),
    killable.killDatabase,
    () => kill('server'),
  ]
  for (const killOnce of kills) {
    await sleep(200 + Math.random() * 1500)
    await killOnce()
  }
  await sleep(1000)
  running = false
  const done = await Promise.all(acting)
  // Leases of what was cut short, and the time for paying, are over.
  await timePasses(20 * minute)
  await until('all is settled', () => isSettled(db))

  const statuses = new Map<string, string>(
    (await db.query('SELECT appointment_id AS id, status FROM appointment')).map(
      (r: { id: string; status: string }) => [r.id, r.status],
    ),
  )
  const booked = done.flatMap(d => d.booked)
  expect(booked.length).toBeGreaterThan(50)
  expect([...statuses.keys()].sort()).toEqual([...booked].sort())
  expect(done.flatMap(d => d.cancelled).filter(id => statuses.get(id) !== 'cancelled')).toEqual([])
  for (const some of seen) expect([some, await count(db, `SELECT COUNT(*) AS n FROM ${some}`)]).not.toEqual([some, 0])

  expect(await wrongBooks({ db, wechat })).toEqual([])
  for (const [what, query] of Object.entries(never)) expect({ [what]: await db.query(query) }).toEqual({ [what]: [] })
  expect([...(await wrongSlots({ db })), ...(await untoldChanges({ db })), ...(await wrongFees({ db }))]).toEqual([])
  await processes.county!.child.stop()
  expect(await wronglyTold(db, join(killable.folder, 'sandboxes/county'))).toEqual([])
}, 240_000)
