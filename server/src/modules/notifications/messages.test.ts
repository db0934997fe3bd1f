import { readFile } from 'node:fs/promises'
import { randomUUID } from 'node:crypto'
import { type MessageKind, messageKinds } from 'shared/notifications/contract'
import { notifyTemplates } from '../../../../scripts/sandbox/wechat/notify-templates'
import { setCountyTime } from '../../testing/clinic'
import { clientsOf, codeOf } from '../../testing/client'
import { startSecondProcess } from '../../testing/second-process'
import { type TestServer, startTestServer } from '../../testing/server'
import { type Resident, newResident } from '../../testing/signed-in'
import { type Tell, tell } from '.'

let server: TestServer
let who: Resident
beforeAll(async () => {
  server = await startTestServer({ environment: { NOTIFY_SMS: 'true' } })
})
beforeEach(async () => {
  setCountyTime(server, '10:00')
  await server.wechat.behave()
  who = await newResident(server)
})
afterAll(() => server.stop())

const minutes = (n: number) => n * 60_000
const stopped = (more: Partial<Tell> = {}): Tell => ({
  kind: 'appointment_stopped',
  key: `appointment:${randomUUID()}:stopped`,
  personId: who.personId,
  facts: {
    ...{ institution: '云溪县人民医院', department: '内科', doctor: '周明' },
    ...{ time: '2026-12-01T01:00:00.000Z', reason: '医生外出会诊' },
  },
  link: 'packages/resident/appointments/detail?id=1',
  at: server.clock.now(),
  ...more,
})
const urgent = (more: Partial<Tell> = {}) => stopped({ urgent: true, ...more })
const run = () => server.runJob('notifications-deliver')
const told = async (...messages: Tell[]) => {
  await tell(server.db, messages)
  await run()
}
const template = 'sandbox-session-stopped'
const accept = async (templateIds = [template]) => {
  await server.wechat.acceptMessages(who.personaId, templateIds)
  const answers = templateIds.map(templateId => ({ templateId, answer: 'accept' as const }))
  await who.notifications.noteSubscriptions({ body: { answers } })
}
const onPhone = async () => (await server.wechat.messages(who.personaId)).map(m => m.data)
const texts = async (): Promise<string[]> => {
  const lines = (await readFile(server.smsFile, 'utf8').catch(() => '')).split('\n').filter(Boolean)
  return lines
    .map(l => JSON.parse(l) as { to: string; text: string })
    .filter(l => l.to === who.onFile.phone)
    .map(l => l.text)
}
const deliveries = (): Promise<{ channel: string; state: string; reason: string | null }[]> =>
  server.db.query(
    `SELECT d.channel, d.state, d.reason FROM message_delivery d JOIN message m USING (message_id)
     WHERE m.account_id = ? ORDER BY m.message_id, d.channel DESC`,
    [who.accountId],
  )
const sendCalls = async () => (await server.wechat.calls())['/cgi-bin/message/subscribe/send'] ?? 0
const settingOf = async (kind: MessageKind = 'appointment_stopped') =>
  (await who.notifications.notificationSettings({})).settings.find(s => s.kind === kind)!

describe('the inbox', () => {
  it('is in the order of what happened, however late it was told', async () => {
    const now = server.clock.now().getTime()
    const at = (minutesAgo: number) => new Date(now - minutes(minutesAgo))
    for (const minutesAgo of [5, 30, 1, 10, 5]) await told(stopped({ at: at(minutesAgo) }))
    const whole = await who.notifications.messages({ query: {} })
    const times = whole.messages.map(m => m.at)
    expect(times).toEqual([1, 5, 5, 10, 30].map(n => at(n).toISOString()))
    const after = (before: string) => who.notifications.messages({ query: { before } }).then(r => r.messages)
    for (const [n, { messageId }] of whole.messages.entries())
      expect(await after(messageId)).toEqual(whole.messages.slice(n + 1))
    const stranger = await newResident(server)
    const foreign = await stranger.notifications.messages({ query: { before: whole.messages[0]!.messageId } })
    expect(foreign.messages).toEqual([])
  })

  it('shows what was told, newest first, page by page, until it is read', async () => {
    for (let n = 0; n < 25; n++) await tell(server.db, [stopped()])
    await run()
    const first = await who.notifications.messages({ query: {} })
    expect(first).toMatchObject({ unread: 25, messages: { length: 20 } })
    const rest = await who.notifications.messages({ query: { before: first.next! } })
    expect(rest).toMatchObject({ next: null, messages: { length: 5 } })
    const [newest] = first.messages
    expect(newest).toMatchObject({
      personName: who.onFile.name,
      title: '医生停诊，请不要跑空',
      lines: expect.arrayContaining([
        { label: '原就诊时间', value: '2026年12月1日 09:00' },
        { label: '原因', value: '医生外出会诊' },
      ]),
    })
    const read = () => who.notifications.readMessage({ params: { messageId: newest!.messageId } })
    expect([await read(), await read()]).toEqual([{ unread: 24 }, { unread: 24 }])
    expect(await who.notifications.readAllMessages({})).toEqual({ unread: 0 })
    expect(await who.notifications.unreadMessages({})).toEqual({ unread: 0 })
  })

  it("is nobody else's", async () => {
    await told(stopped())
    const [message] = (await who.notifications.messages({ query: {} })).messages
    const other = await newResident(server)
    expect((await other.notifications.messages({ query: {} })).messages).toEqual([])
    expect(await codeOf(other.notifications.readMessage({ params: { messageId: message!.messageId } }))).toBe(
      'not_found',
    )
  })

  it('tells once under one key, however often the job runs', async () => {
    const message = stopped()
    await told(message)
    await told(message)
    expect((await who.notifications.messages({ query: {} })).messages).toHaveLength(1)
  })
})

describe('relatives', () => {
  const addChild = async (guardian: Resident): Promise<string> => {
    const personId = (await newResident(server)).personId
    await server.db.query(
      `INSERT INTO person_link (link_id, account_id, person_id, basis, relation, scope, state, live_key, created_at)
       VALUES (?, ?, ?, 'member', 'child', 'appointments', 'active', ?, ?)`,
      [randomUUID(), guardian.accountId, personId, randomUUID(), server.clock.now()],
    )
    return personId
  }
  const titles = async () => (await who.notifications.messages({ query: {} })).messages.map(m => m.kind)

  it('are told what their scope covers, masked, and see it until the link ends', async () => {
    const personId = await addChild(who)
    await told(
      stopped({ personId }),
      stopped({ personId, kind: 'card_used', key: randomUUID() }),
      stopped({ personId, kind: 'record_viewed', key: randomUUID() }),
    )
    expect(await titles()).toEqual(['appointment_stopped'])
    const [message] = (await who.notifications.messages({ query: {} })).messages
    expect(message!.personName).toMatch(/^.\*+$/)
    await server.db.query(
      `UPDATE person_link SET state = 'ended', live_key = NULL WHERE account_id = ? AND person_id = ?`,
      [who.accountId, personId],
    )
    expect(await titles()).toEqual([])
    expect(await who.notifications.unreadMessages({})).toEqual({ unread: 0 })
    expect(await codeOf(who.notifications.readMessage({ params: { messageId: message!.messageId } }))).toBe('not_found')
  })

  it("reach a doctor's inbox alone, which only the passcode opens", async () => {
    const { personId } = await newResident(server)
    await server.db.query(
      `INSERT INTO person_link (link_id, account_id, person_id, basis, scope, state, ends_on, live_key, staff_id, created_at)
       VALUES (?, ?, ?, 'proxy', 'appointments', 'active', '2099-01-01', ?, ?, ?)`,
      [randomUUID(), who.accountId, personId, randomUUID(), randomUUID(), server.clock.now()],
    )
    await accept()
    await told(urgent({ personId }))
    const rows = await server.db.query('SELECT ground FROM message WHERE account_id = ?', [who.accountId])
    expect(rows).toEqual([{ ground: 'acting' }])
    expect(await deliveries()).toEqual([])
    expect(await titles()).toEqual([])
  })

  it('who paid are told of their money, also when they may act no more', async () => {
    const { personId } = await newResident(server)
    await told(
      stopped({ kind: 'refund', key: randomUUID(), personId, payerId: who.accountId, facts: { amount: '1500' } }),
    )
    const { messages } = await who.notifications.messages({ query: {} })
    expect(messages).toMatchObject([{ kind: 'refund', lines: [{ label: '金额', value: '15.00元' }] }])
    expect(messages[0]!.personName).toMatch(/^.\*+$/)
  })
})

describe('WeChat', () => {
  it('is sent to once for one accept', async () => {
    await accept()
    await told(stopped({ facts: { ...stopped().facts, reason: '原因'.repeat(30) } }))
    await told(stopped())
    expect(await onPhone()).toEqual([
      expect.objectContaining({ thing2: '内科 周明', time3: '2026年12月1日 09:00', thing4: `${'原因'.repeat(9)}原…` }),
    ])
    expect(await deliveries()).toMatchObject([{ state: 'sent' }, { state: 'skipped', reason: 'no_quota' }])
    expect(await settingOf()).toMatchObject({ wechat: { left: 0, template: 'one_time', refused: false } })
  })

  it('remembers that nothing is left (43101) and asks no more', async () => {
    await who.notifications.noteSubscriptions({
      body: { answers: [{ templateId: template, answer: 'accept' }] },
    })
    await told(stopped())
    expect(await deliveries()).toMatchObject([{ state: 'failed', reason: 'no_quota' }])
    const before = await sendCalls()
    await told(stopped())
    expect(await sendCalls()).toBe(before)
    expect(await settingOf()).toMatchObject({ wechat: { left: 0 } })
  })

  it('is asked again while it is busy or away, with longer and longer pauses, and takes it once', async () => {
    await accept()
    await server.wechat.misbehave({ fault: 'errcode', errcode: -1, times: 1, path: '/cgi-bin/message/subscribe/send' })
    await told(stopped())
    expect(await deliveries()).toMatchObject([{ state: 'waiting' }])
    await run()
    expect(await onPhone()).toEqual([])
    server.clock.push(minutes(1))
    await run()
    expect(await onPhone()).toHaveLength(1)
    expect(await deliveries()).toMatchObject([{ state: 'sent' }])
  })

  it('is never asked again when nobody knows the outcome; urgent words go on by text message at once', async () => {
    await accept()
    await server.wechat.misbehave({ fault: 'answer-lost', times: 1, path: '/cgi-bin/message/subscribe/send' })
    await told(urgent())
    for (let n = 0; n < 3; n++) {
      server.clock.push(minutes(10))
      await run()
    }
    expect(await onPhone()).toHaveLength(1)
    expect(await texts()).toHaveLength(1)
    expect(await deliveries()).toMatchObject([{ state: 'unknown', reason: 'network' }, { state: 'sent' }])
  })

  it('never sees a field that it would refuse, whatever is told', async () => {
    for (const kind of messageKinds) {
      const { ask } = (await settingOf(kind)).wechat
      if (ask) await accept([ask])
      const wild = {
        institution: '云溪县'.repeat(20),
        department: '👩‍⚕️'.repeat(12),
        doctor: '\n',
        reason: '',
        place: ' ',
      }
      const figures = {
        queueNumber: '12 号',
        ahead: '3',
        amount: '1500',
        what: '挂号费',
        state: 'OK',
        who: '',
        action: '',
      }
      const times = { time: '2026-12-01T01:00:00.000Z', answerBy: '2026-12-01T01:00:00.000Z' }
      await told(stopped({ kind, key: randomUUID(), facts: { ...wild, ...figures, ...times } }))
      await told(stopped({ kind, key: randomUUID(), facts: {} }))
    }
    const ended = await deliveries()
    expect(ended.filter(d => d.state === 'sent').length).toBeGreaterThanOrEqual(messageKinds.length - 1)
    const odd = ended.filter(d => d.state !== 'sent' && d.reason !== 'no_quota')
    expect(odd.filter(d => !/^field_(time|amount|number)\d$/.test(d.reason ?? ''))).toEqual([])
  })

  it('is not sent to when nobody wants it, or it is of no use any more', async () => {
    await accept([template])
    await told(stopped({ uselessAfter: new Date(server.clock.now().getTime() - 1) }))
    await who.notifications.changeNotificationSetting({
      params: { kind: 'appointment_stopped' },
      body: { wechat: false, sms: false },
    })
    await told(stopped())
    expect(await onPhone()).toEqual([])
    expect(await deliveries()).toMatchObject([{ state: 'skipped', reason: 'useless' }])
  })
})

describe('what can wait', () => {
  it('waits for the morning; urgent words and those useless by then do not', async () => {
    setCountyTime(server, '22:00')
    await accept()
    await told(stopped())
    expect(await onPhone()).toEqual([])
    expect((await who.notifications.messages({ query: {} })).messages).toHaveLength(1)
    setCountyTime(server, '07:29', 1)
    await run()
    expect(await onPhone()).toEqual([])
    setCountyTime(server, '07:30')
    await run()
    expect(await onPhone()).toHaveLength(1)

    setCountyTime(server, '23:00')
    await accept()
    await told(urgent())
    await accept()
    await told(stopped({ uselessAfter: new Date(server.clock.now().getTime() + minutes(60)) }))
    expect(await onPhone()).toHaveLength(3)
  })
})

describe('escalation', () => {
  it('goes on to a text message when an urgent message stays unread, at night too', async () => {
    setCountyTime(server, '22:00')
    await accept()
    await told(urgent())
    server.clock.push(minutes(14))
    await run()
    expect(await texts()).toEqual([])
    server.clock.push(minutes(1))
    await run()
    await run()
    expect(await texts()).toEqual([expect.stringContaining('医生停诊')])
    expect((await texts())[0]).not.toContain(who.onFile.name)
  })

  it('stops when it is read', async () => {
    await accept()
    await told(urgent())
    const [message] = (await who.notifications.messages({ query: {} })).messages
    await who.notifications.readMessage({ params: { messageId: message!.messageId } })
    server.clock.push(minutes(16))
    await run()
    expect(await texts()).toEqual([])
    expect(await deliveries()).toMatchObject([{ state: 'sent' }, { state: 'skipped', reason: 'read' }])
  })

  it('does not wait where WeChat is no way, and ends where the message is of no use', async () => {
    await told(urgent())
    expect(await texts()).toHaveLength(1)
    await accept()
    await told(urgent({ uselessAfter: new Date(server.clock.now().getTime() + minutes(5)) }))
    server.clock.push(minutes(16))
    await run()
    expect(await texts()).toHaveLength(1)
  })

  it('is for urgent words alone, unless the person wants text messages', async () => {
    await told(stopped())
    expect(await texts()).toEqual([])
    const body = { wechat: true, sms: true }
    const changed = await who.notifications.changeNotificationSetting({ params: { kind: 'appointment_stopped' }, body })
    expect(changed).toMatchObject({ sms: { wanted: true, available: true } })
    await told(stopped())
    expect(await texts()).toHaveLength(1)
  })
})

describe("WeChat's prompt", () => {
  const ask = async (moment: 'booked' | 'waitlisted' | 'paid') =>
    (await who.notifications.templatesToAsk({ query: { moment } })).templateIds

  it('asks for at most three, for what is missing alone, never for what was refused', async () => {
    const first = await ask('booked')
    expect(first).toEqual(['sandbox-appointment-reminder', template, 'sandbox-appointment-state'])
    expect(new Set([...(await ask('paid')), ...(await ask('waitlisted'))]).size).toBe(4)
    await accept([template])
    const answers = [{ templateId: 'sandbox-appointment-reminder', answer: 'reject' as const }]
    await who.notifications.noteSubscriptions({ body: { answers } })
    expect(await ask('booked')).toEqual(['sandbox-appointment-state', 'sandbox-queue-near'])
    expect((await settingOf('appointment_stopped')).wechat.ask).toBeNull()
    // Asked no more but by their own tap.
    expect((await settingOf('appointment_reminder')).wechat).toMatchObject({
      refused: true,
      ask: 'sandbox-appointment-reminder',
    })
  })

  it('never mixes templates for once with those for good, which are asked once', async () => {
    const { appointment_reminder: reminder } = notifyTemplates
    const templates = { ...notifyTemplates, appointment_reminder: { ...reminder, mode: 'long_term' } }
    const other = await startSecondProcess(server, { NOTIFY_TEMPLATES: JSON.stringify(templates) })
    const forGood = () =>
      clientsOf(other.base, who.tokens).notifications.templatesToAsk({ query: { moment: 'booked' } })
    expect(await forGood()).toEqual({ templateIds: ['sandbox-appointment-reminder'] })
    await accept(['sandbox-appointment-reminder'])
    expect((await forGood()).templateIds).toHaveLength(3)
    await other.stop()
    expect((await settingOf('record_viewed')).wechat.ask).toBe('sandbox-record-viewed')
    await accept(['sandbox-record-viewed'])
    expect((await settingOf('record_viewed')).wechat.ask).toBeNull()
  })

  it('counts each accept once, also when the phone repeats itself', async () => {
    const given = {
      body: { answers: [{ templateId: template, answer: 'accept' as const }] },
      idempotencyKey: randomUUID(),
    }
    await who.notifications.noteSubscriptions(given)
    await who.notifications.noteSubscriptions(given)
    expect(await settingOf()).toMatchObject({ wechat: { left: 1 } })
  })
})

describe('keeping', () => {
  it('goes into the data copy, and ends after the time the county keeps messages', async () => {
    await told(stopped())
    const { sections } = await who.identity.dataCopy({})
    expect(JSON.stringify(sections)).toContain('医生外出会诊')
    await server.runJob('notifications-forget')
    expect((await who.notifications.messages({ query: {} })).messages).toHaveLength(1)
    server.clock.push(366 * 86_400_000)
    await server.runJob('notifications-forget')
    for (const table of ['message', 'message_event', 'message_delivery'])
      expect(await server.db.query(`SELECT COUNT(*) AS n FROM ${table}`)).toEqual([{ n: '0' }])
  })
})
