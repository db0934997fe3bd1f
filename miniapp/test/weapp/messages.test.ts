/** WeChat's question about messages, as it answers on a phone; and a message from the tab to the page it is about. */
import { randomUUID } from 'node:crypto'
import { tell } from 'server/modules/notifications/index'
import { type Clinic, newClinic } from 'server/testing/clinic'
import { type TestServer, startTestServer } from 'server/testing/server'
import { type Resident, newResident } from 'server/testing/signed-in'
import type { Harness } from './harness'
import { beyondLimits, phoneOf, signedInBefore, writesOf } from './stack'
import type { Phone } from './phone'

let server: TestServer
let clinic: Clinic
let resident: Resident
beforeAll(async () => {
  server = await startTestServer()
  clinic = await newClinic(server)
}, 60_000)
beforeEach(async () => {
  resident = await newResident(server)
})
afterAll(() => server?.stop())

const phone = (some: Partial<Phone> = {}) =>
  phoneOf(server, resident.personaId, { storage: signedInBefore(resident), ...some })

/** On the proof of a booking just made. */
const onProof = async (app: Harness): Promise<string> => {
  const { slotId } = await clinic.addSession()
  const { appointmentId } = await resident.appointments.book({ body: { slotId, personId: resident.personId } })
  await app.launch(`/packages/resident/booking/receipt?appointmentId=${appointmentId}&did=book`)
  await app.sees('看病前提醒我')
  return appointmentId
}
const answersOf = (app: Harness) => writesOf(app, '/api/subscriptions')
const settingOf = async (kind: string) =>
  (await resident.notifications.notificationSettings({})).settings.find(s => s.kind === kind)!

test('yes: asked for three templates in the tap itself, told to the server, not asked again', async () => {
  const app = phone()
  const appointmentId = await onProof(app)
  expect(app.phone.prompts).toEqual([])
  await app.tap('看病前提醒我')
  await app.sees('好，到时候在微信里提醒您')
  expect(app.phone.prompts).toEqual([
    ['sandbox-appointment-reminder', 'sandbox-session-stopped', 'sandbox-appointment-state'],
  ])
  expect((await settingOf('appointment_reminder')).wechat).toMatchObject({ left: 1, refused: false })

  const again = phone()
  await again.launch(`/packages/resident/booking/receipt?appointmentId=${appointmentId}`)
  await again.sees('加到手机日历')
  await again.settled()
  expect(again.words()).not.toContain('看病前提醒我')
})

test('no: kind words, the booking stands, and the settings say how to allow it again', async () => {
  const app = phone({ subscribes: () => 'reject' })
  const appointmentId = await onProof(app)
  await app.tap('看病前提醒我')
  await app.sees('没关系，不影响看病')
  expect((await resident.appointments.appointment({ params: { appointmentId } })).status).toBe('pending')
  expect((await settingOf('appointment_reminder')).wechat.refused).toBe(true)

  await app.tap('看消息提醒设置')
  await app.sees('您选了不接收')
  await app.tap('打开微信的消息设置')
  expect(app.phone.settingsOpened).toBe(1)
  app.phone.subscribes = () => 'accept'
  await app.settled()
  await app.tap('再允许一次')
  await app.settled()
  expect(app.phone.prompts).toHaveLength(2)
  expect(app.phone.prompts[1]).toHaveLength(1)
})

test('WeChat has closed the templates: it says so, and the person is not taken to have refused', async () => {
  const app = phone({ subscribes: () => 'ban' })
  await onProof(app)
  await app.tap('看病前提醒我')
  await app.sees('微信现在发不了这类提醒')
  expect((await settingOf('appointment_reminder')).wechat).toMatchObject({ left: 0, refused: false })
})

test('all messages of the mini-program switched off in WeChat: a refusal', async () => {
  const app = phone({ subscribes: () => 20004 })
  await onProof(app)
  await app.tap('看病前提醒我')
  await app.sees('没关系，不影响看病')
  expect((await settingOf('appointment_reminder')).wechat.refused).toBe(true)
})

test('WeChat could not ask: nothing is noted, and the button stays', async () => {
  const app = phone({ subscribes: () => 10002 })
  await onProof(app)
  await app.tap('看病前提醒我')
  await app.sees('微信这次没有问成')
  expect(answersOf(app)).toEqual([])
  await app.sees('看病前提醒我')
})

test('a message: counted on the tab, opened by one tap, read from then on; a full inbox keeps to the limits', async () => {
  const { slotId } = await clinic.addSession()
  const { appointmentId } = await resident.appointments.book({ body: { slotId, personId: resident.personId } })
  const link = `packages/resident/appointments/detail?appointmentId=${appointmentId}`
  const facts = { institution: clinic.institution.name, department: '全科', doctor: '李明', reason: '医生外出会诊' }
  for (let n = 0; n < 25; n++) {
    const key = `test:${randomUUID()}`
    const at = server.clock.now()
    await tell(server.db, [{ kind: 'appointment_stopped', key, personId: resident.personId, facts, link, at }])
  }
  await server.runJob('notifications-deliver')

  const app = phone()
  await app.launch('/pages/home/index')
  await app.settled()
  expect(app.phone.badges.get(1)).toBe('25')
  await app.open('/pages/messages/index')
  await app.sees('有 25 条还没看')
  await app.tap('看更早的')
  await app.sees('回到新一些的')
  await app.tap('医生停诊')
  await app.sees('取消这个号')
  expect(app.stack.at(-1)?.route).toBe('packages/resident/appointments/detail')
  await app.open('/pages/messages/index')
  await app.sees('有 24 条还没看')
  await app.tap('全部标成已读')
  await app.settled()
  expect(app.words()).not.toContain('未读')
  expect(app.phone.badges.has(1)).toBe(false)
  expect(beyondLimits(app)).toEqual([])
})

test('a message opened signed out: sign in, then there', async () => {
  const { slotId } = await clinic.addSession()
  const { appointmentId } = await resident.appointments.book({ body: { slotId, personId: resident.personId } })
  const app = phoneOf(server, resident.personaId)
  await app.launch(`/packages/resident/appointments/detail?appointmentId=${appointmentId}`)
  await app.sees('先看看，不登录')
  await app.tap('我看过并同意隐私说明')
  await app.tap('微信登录', -1)
  await app.sees('取消这个号')
  expect(app.stack.at(-1)?.options).toMatchObject({ appointmentId })
})
