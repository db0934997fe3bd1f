/**
 * Two server processes bring messages to the phone and are killed (`kill -9`) in the middle: first both, then one by one.
 * Every message is once in its inbox and at most once at WeChat; what WeChat does not have is what nobody could know
 * about, and of that the urgent messages went by text message.
 */
import { randomBytes } from 'node:crypto'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { tell } from 'server/modules/notifications/index'
import { type TestServer, startTestServer } from 'server/testing/server'
import { type Resident, newResident } from 'server/testing/signed-in'
import { freePort } from '../start/free-port'
import { type Process, count as countIn, startProgram, until } from './killable'

const template = 'sandbox-session-stopped'
const key = () => randomBytes(32).toString('base64')
const each = 20
const kills = 3

let folder: string
let fixtures: TestServer
let environment: Record<string, string>
let people: Resident[]
const servers: Process[] = []

const startServer = async (): Promise<Process> => {
  const server = await startProgram(folder, 'server/src/main.ts', await freePort(), environment)
  servers.push(server)
  return server
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'county-messages-'))
  // From a time to the same time: it is never quiet, whenever this test runs.
  const quiet = { NOTIFY_QUIET_FROM: '00:00', NOTIFY_QUIET_TO: '00:00', NOTIFY_SMS: 'true' }
  const own = { ACCESS_TOKEN_KEY: key(), DATA_KEYS: `k1:${key()}`, INDEX_KEY: key(), ...quiet }
  fixtures = await startTestServer({ environment: own })
  const { config } = fixtures.context
  environment = {
    ...own,
    DATABASE_URL: config.DATABASE_URL,
    WECHAT_API_URL: config.WECHAT_API_URL,
    WECHAT_APP_ID: config.WECHAT_APP_ID,
    WECHAT_APP_SECRET: config.WECHAT_APP_SECRET,
    COUNTY_FHIR_URL: config.COUNTY_FHIR_URL,
    COUNTY_CLIENT_ID: config.COUNTY_CLIENT_ID!,
    COUNTY_CLIENT_SECRET: config.COUNTY_CLIENT_SECRET!,
    COUNTY_TOKEN_URL: config.COUNTY_TOKEN_URL!,
    NOTIFY_TEMPLATES: config.NOTIFY_TEMPLATES!,
    SMS_FILE: fixtures.smsFile,
  }
  people = await Promise.all(Array.from({ length: 6 }, () => newResident(fixtures)))
  for (const { personaId, accountId } of people) {
    for (let n = 0; n < each; n++) await fixtures.wechat.acceptMessages(personaId, [template])
    await fixtures.db.query('INSERT INTO message_subscription VALUES (?, ?, TRUE, ?, NULL, ?)', [
      ...[accountId, template, each, new Date()],
    ])
  }
}, 120_000)
afterAll(async () => {
  await Promise.all(servers.map(server => server.child.stop()))
  await fixtures?.stop()
  await rm(folder, { recursive: true, force: true })
}, 60_000)

const count = (sql: string): Promise<number> => countIn(fixtures.db, sql)
const tellAll = async (): Promise<void> => {
  for (let n = 0; n < each; n++)
    await tell(
      fixtures.db,
      people.map(({ personId }) => ({
        kind: 'appointment_stopped',
        key: `killed:${n}`,
        personId,
        facts: { department: '内科', time: '2026-12-01T01:00:00.000Z', reason: `第${n}次` },
        link: `pages/messages/index?n=${n}`,
        at: new Date(),
        urgent: n % 2 === 0,
      })),
    )
}

interface Row {
  accountId: string
  page: string
  urgent: number
  wechat: string
  sms: string | null
}
const outcomes = (): Promise<Row[]> =>
  fixtures.db.query(
    `SELECT m.account_id AS accountId, e.link AS page, e.urgent, w.state AS wechat, s.state AS sms
     FROM message m JOIN message_event e USING (event_id)
     JOIN message_delivery w ON w.message_id = m.message_id AND w.channel = 'wechat'
     LEFT JOIN message_delivery s ON s.message_id = m.message_id AND s.channel = 'sms'`,
  )

test('a server is killed while it delivers: each message once, at most once at WeChat', async () => {
  const path = '/cgi-bin/message/subscribe/send'
  await fixtures.wechat.misbehave({ fault: 'slow', delayMs: 250, path })
  let running: Process[] = await Promise.all([startServer(), startServer()])
  const telling = tellAll()
  for (let n = 0; n < kills; n++) {
    await until('messages are on their way', async () => {
      const under = await count("SELECT COUNT(*) AS n FROM message_delivery WHERE state = 'sending'")
      return under > 0
    })
    // First both, so that whoever is sending is hit; then one of them, while the other goes on.
    const [victims, others] = n === 0 ? [running, []] : [running.slice(0, 1), running.slice(1)]
    await Promise.all(victims.map(victim => victim.kill()))
    running = [...others, ...(await Promise.all(victims.map(startServer)))]
  }
  await telling
  await fixtures.wechat.behave()
  await until(
    'all is handed out',
    async () => !(await count("SELECT COUNT(*) AS n FROM message_event WHERE state = 'waiting'")),
  )
  await until('all has ended', async () => {
    const open = `state = 'sending' OR state = 'waiting' AND (channel = 'wechat' OR due_at <= NOW(3))`
    return !(await count(`SELECT COUNT(*) AS n FROM message_delivery WHERE ${open}`))
  })

  for (const who of people) expect(await who.notifications.unreadMessages({})).toEqual({ unread: each })
  const rows = await outcomes()
  expect(rows).toHaveLength(each * people.length)
  const texts = (await readFile(fixtures.smsFile, 'utf8').catch(() => '')).split('\n').filter(Boolean)
  for (const { accountId, personaId, onFile } of people) {
    const pages = (await fixtures.wechat.messages(personaId)).map(m => m.page)
    expect(pages).toHaveLength(new Set(pages).size)
    const own = rows.filter(r => r.accountId === accountId)
    expect(own.filter(r => !pages.includes(r.page)).map(r => r.wechat)).toEqual(
      own.filter(r => !pages.includes(r.page)).map(() => 'unknown'),
    )
    const goOn = own.filter(r => r.urgent && r.wechat === 'unknown')
    expect(goOn.map(r => r.sms)).toEqual(goOn.map(() => 'sent'))
    expect(texts.filter(line => line.includes(onFile.phone!))).toHaveLength(goOn.length)
  }
  expect(new Set(rows.map(r => r.wechat))).toEqual(new Set(['sent', 'unknown']))
}, 240_000)
