/**
 * Where things are not as one thought, the page says so and shows a way on: an address that leads nowhere, a doctor who
 * was stopped, a second number for the same time.
 */
import type { Browser } from 'playwright-core'
import { arrive, inLargeType } from './arrive'
import { lookAt } from './look-at'
import { type Phone, appUrl, openBrowser, openPhone } from './phone'
import { freeSlots, inDays, phoneOf } from './world'

let browser: Browser
beforeAll(async () => void (browser = await openBrowser()))
afterAll(() => browser?.close())

/** What the console was told of, besides the pages themselves. */
const complaintsOf = ({ page }: Phone): string[] => {
  const complaints: string[] = []
  page.on('console', message => void (message.type() === 'error' && complaints.push(message.text())))
  // A page that is left takes its pictures no longer: that is no complaint.
  const left = (why: string | undefined) => why === 'net::ERR_ABORTED'
  page.on('requestfailed', r => void (left(r.failure()?.errorText) || complaints.push(r.url())))
  page.on('response', response => void (response.status() >= 400 && complaints.push(response.url())))
  return complaints
}

test('an address that leads nowhere says so and leads home; nothing is refused or missing on the way', async () => {
  const phone = await openPhone(browser)
  const complaints = complaintsOf(phone)
  await phone.goto('/packages/nowhere/at-all?appointmentId=1')
  await phone.sees('这个地址打不开')
  expect(await lookAt(phone, 'not-found')).toEqual([])
  await phone.tap('回首页')
  await phone.sees('登录后就能办')
  for (const tab of [1, 2, 0]) await phone.page.locator('.weui-tabbar__item').nth(tab).click()
  await phone.settles()
  expect(new URL(phone.page.url()).pathname).toBe('/pages/home/index')
  expect(complaints).toEqual([])
  const { headers } = await fetch(appUrl())
  expect(headers.get('content-security-policy')).toContain("script-src 'self'")
  await phone.close()
})

test('a time that is taken elsewhere is refused with where, and what was stopped is told at home until it is opened', async () => {
  const [phone, elder] = await Promise.all([arrive(browser, 'elder'), phoneOf('elder')])
  const { personId } = (await elder.identity.me({})).self!
  const later = (day: string) => day > inDays(3)
  const [here, there] = await Promise.all([
    freeSlots(elder, personId, 'svc-county-gastroenterology', later),
    freeSlots(elder, personId, 'svc-county-surgery', later),
  ])
  const first = here.find(a => there.some(b => b.day === a.day && b.from === a.from))!
  const second = there.find(b => b.day === first.day && b.from === first.from)!
  const { appointmentId } = await elder.appointments.book({ body: { slotId: first.slotId, personId } })

  await phone.goto(`/packages/resident/booking/confirm?sessionId=${second.sessionId}&slotId=${second.slotId}`)
  await phone.tap(/^确认/)
  await phone.sees(/这个时间已经约了别处/)
  expect(await lookAt(phone, 'overlap')).toEqual([])
  await phone.tap('看那个预约')
  await phone.sees(first.session.departmentName)
  expect(new URL(phone.page.url()).searchParams.get('appointmentId')).toBe(appointmentId)

  const clerk = await phoneOf('clerk')
  await clerk.desk.stopSession({ params: { sessionId: first.sessionId }, body: { reason: '医生外出会诊' } })
  await phone.goto('/pages/home/index')
  await phone.sees('医生停诊，请不要跑空')
  expect(await lookAt(phone, 'called-off')).toEqual([])
  const large = await inLargeType(browser, phone)
  await large.sees('医生停诊，请不要跑空')
  expect(await lookAt(large, 'called-off', { elder: true })).toEqual([])
  await phone.tap('约别的时间')
  await phone.sees(first.session.departmentName)
  await phone.goto('/pages/home/index')
  await phone.tap('知道了，看详情')
  await phone.sees(/对不住，这个号不能看了/)
  await phone.goto('/pages/home/index')
  await phone.settles()
  expect(await phone.page.getByText('医生停诊，请不要跑空').filter({ visible: true }).count()).toBe(0)
})

test('whoever signs out in one tab is led to the way in by the other one, too', async () => {
  const phone = await arrive(browser, 'newcomer')
  await phone.settles()
  const other = await phone.context.newPage()
  await other.goto(`${appUrl()}/pages/home/index`)
  await other.locator('.weui-tabbar__item').nth(2).click()
  await other.getByText('退出登录').filter({ visible: true }).waitFor()

  await phone.page.locator('.weui-tabbar__item').nth(2).click()
  await phone.tap('退出登录')
  await phone.page.getByText('退出登录').filter({ visible: true }).last().click()
  await phone.sees('已退出登录')

  await other.locator('.weui-tabbar__item').nth(1).click()
  await other.getByText('还没有登录').filter({ visible: true }).waitFor()
  await other.getByText('微信登录').filter({ visible: true }).click()
  await other.waitForURL(url => url.pathname === '/pages/sign-in/index')
  await phone.close()
})
