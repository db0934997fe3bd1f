import { type WechatSandbox } from './start'
import { badField, findTemplate } from './templates'
import { askAsServer, startForTest } from './testing'

const templateId = 'sandbox-appointment-state'
const good = {
  thing1: { value: '陈桂芳' },
  thing2: { value: '县人民医院 心内科' },
  time3: { value: '2026年11月22日 09:00' },
  phrase4: { value: '已确认' },
  thing5: { value: '请带身份证，提前 15 分钟到' },
}

let sandbox: WechatSandbox
let ask: ReturnType<typeof askAsServer>
let person: { id: string; openid: string }
beforeAll(async () => {
  sandbox = await startForTest()
  ask = askAsServer(sandbox)
})
beforeEach(async () => {
  person = await sandbox.addPersona()
})
afterAll(() => sandbox.stop())

const send = async (more: object = {}) =>
  ask.post(
    '/cgi-bin/message/subscribe/send',
    { touser: person.openid, template_id: templateId, page: 'pages/one/index?id=1', data: good, ...more },
    { access_token: await ask.token() },
  )

it('sends once for one accept, and the person has it', async () => {
  expect(await send()).toMatchObject({ errcode: 43101 })
  expect(await sandbox.acceptMessages(person.id, [templateId])).toEqual({
    errMsg: 'requestSubscribeMessage:ok',
    [templateId]: 'accept',
  })
  expect(await send()).toMatchObject({ errcode: 0, msgid: expect.any(String) })
  expect(await send()).toMatchObject({ errcode: 43101 })
  expect(await sandbox.messages(person.id)).toEqual([
    expect.objectContaining({
      templateId,
      page: 'pages/one/index?id=1',
      data: expect.objectContaining({ phrase4: '已确认' }),
    }),
  ])
})

it('sends a long-term template any number of times after one accept', async () => {
  await sandbox.acceptMessages(person.id, ['sandbox-account-notice'])
  const data = {
    thing1: { value: '新手机登录' },
    time2: { value: '2026年11月22日 09:00' },
    thing3: { value: '不是本人请申诉' },
  }
  for (let round = 0; round < 3; round++) {
    expect(await send({ template_id: 'sandbox-account-notice', data })).toMatchObject({ errcode: 0 })
  }
})

it.each([
  ['an unknown template', { template_id: 'none' }, 40037],
  ['an unknown person', { touser: 'nobody' }, 40003],
  ['a page with a leading slash', { page: '/pages/one/index' }, 41030],
  ['a field that is too long', { data: { ...good, thing5: { value: '请'.repeat(21) } } }, 47003],
  ['a missing field', { data: { ...good, time3: undefined } }, 47003],
])('refuses %s and spends no quota', async (_what, wrong, errcode) => {
  await sandbox.acceptMessages(person.id, [templateId])
  expect(await send(wrong)).toMatchObject({ errcode })
  expect(await send()).toMatchObject({ errcode: 0 })
})

it.each([
  [['a', 'b', 'c', 'd'], '20003'],
  [[], '10001'],
  [['unknown'], '20001'],
  [[templateId, 'sandbox-account-notice'], '20002'],
])('a prompt for %j is refused with %s', async (templateIds, errCode) => {
  await expect(sandbox.acceptMessages(person.id, templateIds)).rejects.toThrow(errCode)
})

describe('limits of fields', () => {
  const withKind = (kind: string) => ({ ...findTemplate(templateId)!, fields: { [`${kind}1`]: '' } })
  it.each([
    ['thing', '请'.repeat(20), '请'.repeat(21)],
    ['phrase', '已到诊啦', '等候6人'],
    ['phrase', '五个汉字好', '六个汉字不好'],
    ['name', '王*', '十一个字的名字就太长了些'],
    ['character_string', 'A-012', '第 12 号'],
    ['time', '2026年11月22日 9:00', '2026-11-22 09:00'],
    ['number', '12', '十二'],
    ['phone_number', '0990-1234567', '12345678901234567890'],
    ['amount', '¥15.00元', '十五元'],
    ['date', '2026年11月22日', '11月22日'],
  ])('%s takes %s and not %s', (kind, fits, fails) => {
    expect(badField(withKind(kind), { [`${kind}1`]: { value: fits } })).toBeNull()
    expect(badField(withKind(kind), { [`${kind}1`]: { value: fails } })).toBe(`${kind}1`)
  })
})
