/** A registration that the county's files leave in doubt: the resident tells the counter a number, the clerk settles it. */
import type { Browser } from 'playwright-core'
import { personas } from '../sandbox/county/personas'
import { DEMO_PASSCODE } from '../seed/staff'
import { type Phone, openBrowser, openPhone, signIn } from './phone'

const resident = personas.find(p => p.key === 'resident-two-files')!
const clerk = personas.find(p => p.key === 'clerk')!

let browser: Browser
beforeAll(async () => void (browser = await openBrowser()))
afterAll(() => browser?.close())

const tryToRegister = async (phone: Phone): Promise<string> => {
  await phone.tap('开始登记')
  await phone.tap(/先不绑/)
  await phone.type('姓名', resident.name)
  await phone.tap('下一步')
  await phone.type(/身份证号/, resident.identityNumber)
  await phone.tap('下一步')
  await phone.tap(/我看过，同意/)
  await phone.tap('同意，登记')
  const number = await phone.sees(/^\d{3} \d{3}$/)
  return (await number.innerText()).replace(' ', '')
}

test('the clerk finds the case by its number and the page of the resident changes by itself', async () => {
  const phone = await openPhone(browser)
  await signIn(phone, resident.name)
  const number = await tryToRegister(phone)
  // Also after the page was closed.
  await phone.goto('/packages/resident/identity/register')
  await phone.sees(`${number.slice(0, 3)} ${number.slice(3)}`)

  const desk = await openPhone(browser)
  await signIn(desk, clerk.name, '/packages/staff/desk/today')
  await desk.type(/口令/, DEMO_PASSCODE)
  await desk.tap('开始工作')
  await desk.tap(/居民登记不上/)
  await desk.type(/6 位号码/, number)
  await desk.tap('查他的档案')
  await desk.sees('哪一份是他的？')
  await desk.tap('档案 A')
  await desk.tap('核对过了，登记')
  await desk.sees(/至少 5 个字/)
  await desk.tap(/身份证原件与本人一致，另一份档案有误/)
  await desk.tap('核对过了，登记')
  await desk.tap('登记到档案 A')
  await desk.sees(/登记好了/)

  await phone.sees('登记好了')
  await phone.goto('/packages/resident/identity/accesses')
  await phone.sees('在窗口核对证件后办理实名登记')
  await phone.sees(/另一份档案有误/)
}, 180_000)
