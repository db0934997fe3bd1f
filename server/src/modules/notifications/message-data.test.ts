/** Whom messages are not for any more, and those that cannot be handed out. */
import { randomUUID } from 'node:crypto'
import { setCountyTime } from '../../testing/clinic'
import { addPersonOnFile } from '../../testing/people'
import { type TestServer, startTestServer } from '../../testing/server'
import { newResident } from '../../testing/signed-in'
import { type Tell, tell } from '.'

let server: TestServer
beforeAll(async () => void (server = await startTestServer()))
afterAll(() => server.stop())

const confirmed = (personId: string, department: string, ms = 0): Tell => ({
  kind: 'appointment_confirmed',
  key: `appointment:${randomUUID()}:1`,
  personId,
  facts: { institution: '云溪县人民医院', department },
  link: 'packages/resident/appointments/detail?appointmentId=1',
  at: new Date(server.clock.now().getTime() + ms),
})

test('the data copy holds what was told about oneself, nothing of those one acts or acted for', async () => {
  const who = await newResident(server)
  const { name, identityNumber } = addPersonOnFile(server, { phone: null })
  const added = await who.identity.addMember({
    body: { name, identityNumber, relation: 'mother', scope: ['appointments'] },
  })
  await tell(server.db, [confirmed(added.person.personId, '肿瘤科'), confirmed(who.personId, '眼科')])
  await server.runJob('notifications-deliver')
  expect((await who.notifications.messages({ query: {} })).messages).toHaveLength(2)
  const copied = async () => JSON.stringify((await who.identity.dataCopy({})).sections)
  expect(await copied()).toContain('眼科')
  expect(await copied()).not.toContain('肿瘤科')
  await who.identity.unbindMember({ params: { linkId: added.linkId } })
  expect((await who.notifications.messages({ query: {} })).messages).toHaveLength(1)
  expect(await copied()).not.toContain('肿瘤科')
})

test('who paid and was unbound since reads of the money alone, not of the visit it was for', async () => {
  const who = await newResident(server)
  const { name, identityNumber } = addPersonOnFile(server, { phone: null })
  const added = await who.identity.addMember({
    body: { name, identityNumber, relation: 'mother', scope: ['appointments'] },
  })
  const refund = (what: string): Tell => ({
    ...confirmed(added.person.personId, ''),
    kind: 'refund',
    payerId: who.accountId,
    facts: { what, amount: '1500', state: '已退款' },
  })
  const { settings } = await who.notifications.notificationSettings({})
  const templateIds = [settings.find(s => s.kind === 'refund')!.wechat.ask!]
  const accept = async () => {
    await server.wechat.acceptMessages(who.personaId, templateIds)
    const answers = templateIds.map(templateId => ({ templateId, answer: 'accept' as const }))
    await who.notifications.noteSubscriptions({ body: { answers } })
  }
  setCountyTime(server, '10:00')
  const read = async () => JSON.stringify((await who.notifications.messages({ query: {} })).messages)
  const onPhone = async () => JSON.stringify(await server.wechat.messages(who.personaId))
  await accept()
  await tell(server.db, [refund('肿瘤科 挂号费')])
  await server.runJob('notifications-deliver')
  expect(await read()).toContain('肿瘤科')
  expect(await onPhone()).toContain('15.00元')
  await who.identity.unbindMember({ params: { linkId: added.linkId } })
  await accept()
  await tell(server.db, [refund('精神科 挂号费')])
  await server.runJob('notifications-deliver')
  const { messages } = await who.notifications.messages({ query: {} })
  expect(messages.map(m => m.kind)).toEqual(['refund', 'refund'])
  expect(await read()).toContain('15.00元')
  for (const all of [await read(), await onPhone()]) expect(all).not.toContain('精神科')
  expect(await read()).not.toContain('肿瘤科')
  expect((await server.wechat.messages(who.personaId)).length).toBe(2)
})

test('one that cannot be handed out keeps nobody else’s waiting, and is handed out when it can be', async () => {
  const [broken, well] = [await newResident(server), await newResident(server)]
  const [{ openid }] = await server.db.query('SELECT openid FROM account WHERE account_id = ?', [broken.accountId])
  const set = (value: string) =>
    server.db.query('UPDATE account SET openid = ? WHERE account_id = ?', [value, broken.accountId])
  await set('nobody-has-this-key:0')
  await tell(server.db, [confirmed(broken.personId, '眼科'), confirmed(well.personId, '眼科', 1)])
  await expect(server.runJob('notifications-deliver')).rejects.toThrow('No data key')
  const count = async (who: typeof well) => (await who.notifications.messages({ query: {} })).messages.length
  expect([await count(broken), await count(well)]).toEqual([0, 1])
  await set(openid)
  await server.runJob('notifications-deliver')
  expect([await count(broken), await count(well)]).toEqual([1, 1])
})
