/** What seldom happens at work, on real pages: an early guest, a record sent again, two administrators at once. */
import type { Browser } from 'playwright-core'
import { arrive, inLargeType } from './arrive'
import { lookAt } from './look-at'
import { driveWechatSandbox } from '../sandbox/wechat/drive'
import { openBrowser } from './phone'
import { type Platform, openPlatform } from './platform'
import { waitFor } from './wait-for'
import { at, inDays, phoneOf, take } from './world'

let browser: Browser
let platform: Platform
beforeAll(async () => {
  browser = await openBrowser()
  platform = await openPlatform()
})
afterAll(() => browser?.close())

test('who comes a day early is told so at the desk, and checked in when the desk says so', async () => {
  const [resident, clerk] = await Promise.all(['father', 'clerk'].map(phoneOf))
  const { personId } = (await resident!.identity.me({})).self!
  const { appointmentId } = await take(resident!, personId, 'svc-county-endocrinology', inDays(1))
  await clerk!.desk.confirm({ body: { appointmentIds: [appointmentId] } })
  const { code } = await resident!.healthCard.cardCode({ params: { personId } })

  const phone = await arrive(browser, 'clerk')
  const desk = await inLargeType(browser, phone)
  await desk.goto('/packages/staff/desk/check-in')
  await desk.type('健康卡的码', code)
  await desk.tap('扫卡报到')
  await desk.sees(/他来早了/)
  expect(await lookAt(desk, 'early', { elder: true })).toEqual([])
  await desk.tap(/内分泌科/)
  await desk.sees(/报到好了/)
  expect(await lookAt(desk, 'early-checked-in', { elder: true })).toEqual([])
  const { status } = await resident!.appointments.appointment({ params: { appointmentId } })
  expect(status).toBe('arrived')
})

test('a record the platform refused is sent again once the reason is gone', async () => {
  const [resident, admin] = await Promise.all(['elder', 'administrator'].map(phoneOf))
  const { personId } = (await resident!.identity.me({})).self!
  const session = await platform.announce('svc-county-paediatrics', 'doc-county-paediatrics-1', at(6, '19:00'))
  await admin!.relay.syncNow({})
  await platform.forget(session)
  const { appointmentId } = await resident!.appointments.book({ body: { slotId: session.slotId, personId } })
  const receipt = async () => (await resident!.appointments.appointment({ params: { appointmentId } })).relay.state
  await waitFor(async () => (await receipt()) === 'refused')
  await platform.put(session.slot)

  const phone = await arrive(browser, 'administrator')
  await phone.goto('/packages/admin/relay/dead-letters')
  const letter = phone.page.locator('.card', { hasText: appointmentId })
  await letter.getByRole('button', { name: '重新送' }).click()
  await phone.sees('重新排队了，过一会儿看结果')
  expect(await lookAt(phone, 'replayed')).toEqual([])
  await letter.waitFor({ state: 'detached' })
  await waitFor(async () => (await receipt()) === 'delivered')
})

test('a part of a fee that goes back is on the desk’s sheet and in its row at once', async () => {
  const resident = await phoneOf('resident')
  const { personId } = (await resident.identity.me({})).self!
  const day = inDays(6)
  const { appointmentId, payment, personName } = await take(resident, personId, 'svc-county-ophthalmology', day)
  const params = { orderId: payment!.orderId }
  const { parameters } = await resident.payments.pay({ params })
  const prepay_id = parameters.package.slice('prepay_id='.length)
  await driveWechatSandbox(process.env.WECHAT_URL!).pay.pay({ prepay_id })
  await resident.payments.checkOrder({ params })

  const phone = await arrive(browser, 'clerk')
  await phone.goto(`/packages/staff/desk/today?day=${day}`)
  await phone.page
    .locator('.desk-row', { hasText: /已付款 ¥15\.00/ })
    .getByText(personName)
    .first()
    .click()
  await phone.sees('¥15.00，已付款')
  await phone.tap('退款…')
  await phone.tap('退一部分')
  await phone.type(/退多少/, '5')
  await phone.tap('收费有误，退回多收的')
  await phone.tap('退 ¥5.00')
  await phone.sees(/¥15\.00，(退款中|已退 ¥5\.00)/)
  await phone.page.locator('.desk-row', { hasText: '已付 ¥15.00，退 ¥5.00' }).waitFor()
  expect(await lookAt(phone, 'part-given-back')).toEqual([])
  const { refunds } = await resident.payments.order({ params })
  expect(refunds.map(r => r.amount)).toEqual([500])
  expect((await resident.appointments.appointment({ params: { appointmentId } })).payment!.state).toBe('paid')
})

test('two administrators change the same rules: the second sees it, keeps what was typed, and decides', async () => {
  const other = await phoneOf('administrator')
  const params = { institutionId: 'org-qingshi' }
  const rulesNow = () => other.rules.rules({ params })
  const phone = await inLargeType(browser, await arrive(browser, 'administrator'))
  await phone.goto('/packages/admin/rules/change?institutionId=org-qingshi&group=limits')
  await phone.type(/同一个手机号/, '5')
  const { rules, version } = await rulesNow()
  await other.rules.changeRules({
    params,
    body: { version, rules: { ...rules, perPhonePerMonth: 9, lateMinutes: 20 } },
  })

  await phone.tap('保存，马上生效')
  await phone.sees(/刚才有人改过这家的规则/)
  await phone.sees(/现在是 9 次/)
  expect(await phone.page.getByLabel(/同一个手机号/).inputValue()).toBe('5')
  expect(await lookAt(phone, 'conflict', { elder: true })).toEqual([])
  await phone.tap('保存，马上生效')
  await phone.sees(/改好了/)
  expect((await rulesNow()).rules).toEqual({ ...rules, perPhonePerMonth: 5, lateMinutes: 20 })
})
