/**
 * Word to the phone, on real pages: booked, "remind me", the clinic confirms; the message is in the inbox, counted on
 * the tab, and among WeChat's; each leads to the booking. And who says no, and thinks better of it.
 */
import type { Browser } from 'playwright-core'
import { arrive, inLargeType } from './arrive'
import { lookAt } from './look-at'
import { type Phone, openBrowser } from './phone'
import { waitFor } from './wait-for'
import { freeSlots, inDays, phoneOf } from './world'

let browser: Browser
beforeAll(async () => void (browser = await openBrowser()))
afterAll(() => browser?.close())

/** Takes no fee: what is booked there is booked at once. */
const departmentId = 'svc-county-endocrinology'
type Resident = Awaited<ReturnType<typeof phoneOf>>

/** Chosen up to the last page, and confirmed there; @returns the booking's id, from the receipt's address. */
const book = async (phone: Phone, resident: Resident): Promise<string> => {
  const { personId } = (await resident.identity.me({})).self!
  const free = await freeSlots(resident, personId, departmentId, day => day > inDays(1))
  const { slotId, session } = free[0]!
  await phone.goto(`/packages/resident/booking/confirm?sessionId=${session.sessionId}&slotId=${slotId}`)
  await phone.tap('确认预约')
  await phone.sees(/等医院确认/)
  return new URL(phone.page.url()).searchParams.get('appointmentId')!
}
const confirm = async (appointmentId: string) => {
  const clerk = await phoneOf('clerk')
  await clerk.desk.confirm({ body: { appointmentIds: [appointmentId] } })
}
const badge = ({ page }: Phone) => page.locator('.taro-tabbar-badge')

test('reminders allowed: the confirmation is in the inbox and in WeChat, and both open the booking', async () => {
  const [phone, resident] = await Promise.all([arrive(browser, 'elder'), phoneOf('elder')])
  const appointmentId = await book(phone, resident)
  await phone.sees(/微信里提醒您/)
  expect(await lookAt(phone, 'proof-asks')).toEqual([])
  await phone.tap('看病前提醒我')
  await phone.sees('好，到时候在微信里提醒您。')
  const { settings } = await resident.notifications.notificationSettings({})
  expect(settings.find(s => s.kind === 'appointment_confirmed')!.wechat).toMatchObject({ left: 1, refused: false })

  await confirm(appointmentId)
  await waitFor(async () => (await resident.notifications.unreadMessages({})).unread > 0)
  await phone.goto('/pages/home/index')
  await badge(phone).waitFor()
  await phone.page.locator('.weui-tabbar__item').nth(1).click()
  await phone.sees('预约成功')
  await phone.sees('未读')
  const elder = await inLargeType(browser, phone)
  await elder.goto('/pages/messages/index')
  await elder.settles()
  expect(await lookAt(elder, 'inbox', { elder: true })).toEqual([])
  expect(await lookAt(phone, 'inbox')).toEqual([])

  await waitFor(async () =>
    (await sentTo(resident)).includes(`packages/resident/appointments/detail?appointmentId=${appointmentId}`),
  )
  await elder.goto('/sandbox/wechat/messages')
  await elder.tap('打开看看')
  await elder.page.waitForURL(url => url.searchParams.get('appointmentId') === appointmentId)
  await elder.sees(/已预约|已确认|约好/)

  await phone.page.locator('.message-unread', { hasText: '预约成功' }).first().click()
  await phone.page.waitForURL(url => url.searchParams.get('appointmentId') === appointmentId)
  await waitFor(async () => (await messageOf(resident, appointmentId))?.readAt !== null)
  await resident.notifications.readAllMessages({})
  await phone.goto('/pages/messages/index')
  await badge(phone).waitFor({ state: 'detached' })
})

test('refused for good in WeChat: the booking stands, kind words, and a way back by WeChat’s settings', async () => {
  const [phone, resident] = await Promise.all([arrive(browser, 'daughter'), phoneOf('resident')])
  const setting = async () =>
    (await resident.notifications.notificationSettings({})).settings.find(s => s.kind === 'appointment_reminder')!
  for (const title of ['就诊提醒', '停诊通知', '预约状态通知']) {
    await phone.goto('/sandbox/wechat/messages')
    await phone.tap(new RegExp(`不再接收${title}`))
  }
  const appointmentId = await book(phone, resident)
  await phone.tap('看病前提醒我')
  await phone.sees(/没关系，不影响看病/)
  expect((await resident.appointments.appointment({ params: { appointmentId } })).status).toBe('pending')
  expect((await setting()).wechat.refused).toBe(true)

  await phone.tap('看消息提醒设置')
  await phone.sees(/您选了不接收/)
  await phone.goto('/packages/resident/messages/settings')
  await phone.sees(/您选了不接收/)
  await phone.settles()
  expect(await lookAt(phone, 'settings-refused')).toEqual([])
  const elder = await inLargeType(browser, phone)
  await elder.goto('/packages/resident/messages/settings')
  await elder.sees(/您选了不接收/)
  await elder.settles()
  expect(await lookAt(elder, 'settings-refused', { elder: true })).toEqual([])

  await phone.tap('打开微信的消息设置')
  await phone.tap(/重新接收就诊提醒/)
  await phone.goto('/packages/resident/messages/settings')
  const card = phone.page.locator('.card', { hasText: '看病前提醒' })
  await card.getByRole('button', { name: '再允许一次' }).click()
  await card.getByText(/还能收到 1 条/).waitFor()
  await card.getByRole('checkbox', { name: '看病前提醒：微信' }).click()
  await waitFor(async () => !(await setting()).wechat.wanted)
})

const messageOf = async ({ notifications }: Resident, appointmentId: string) =>
  (await notifications.messages({ query: {} })).messages.find(({ link }) => link.includes(appointmentId))

const sentTo = async ({ personaId }: Resident): Promise<string[]> => {
  const answer = await fetch(`${process.env.WECHAT_URL}/__personas/${personaId}/messages`)
  return ((await answer.json()) as { page: string }[]).map(({ page }) => page)
}
