/**
 * The first whole journey, on real pages: a resident registers by real name, opens the e-health card and books for
 * tomorrow; the clinic confirms and scans the card; the resident sees it; the county platform holds it, once.
 */
import type { Appointment, Bundle } from '@medplum/fhirtypes'
import readQrCode from 'jsqr'
import type { Browser } from 'playwright-core'
import { PNG } from 'pngjs'
import { identifierSystems } from 'shared/kernel/fhir-systems'
import { personas } from '../sandbox/county/personas'
import { fetchToken } from '../sandbox/county/testing'
import { DEMO_PASSCODE } from '../seed/staff'
import { type Phone, openBrowser, openPhone, signIn } from './phone'

const resident = personas.find(p => p.key === 'first-timer')!
const clerk = personas.find(p => p.key === 'clerk')!

let browser: Browser
beforeAll(async () => void (browser = await openBrowser()))
afterAll(() => browser?.close())

const register = async (phone: Phone): Promise<void> => {
  await phone.tap('开始登记')
  await phone.tap(/绑定手机号/)
  await phone.tap('允许')
  await phone.sees('您叫什么名字？')
  await phone.type('姓名', resident.name)
  await phone.tap('下一步')
  await phone.type(/身份证号/, resident.identityNumber)
  await phone.tap('下一步')
  await phone.tap(/我看过，同意/)
  await phone.tap('同意，登记')
  await phone.sees('登记好了')
}

const openCard = async (phone: Phone): Promise<void> => {
  await phone.tap('开通电子健康卡')
  await phone.tap(/^开通健康卡$/)
  await phone.tap('下一步')
  // Not asked for the number that was bound a moment ago.
  await phone.type('住址', resident.address)
  await phone.tap('下一步')
  await phone.sees(/（您绑定的）/)
  await phone.tap('对，开通')
  await phone.sees('开好了')
}

/** From the first page; @returns the booking's id, from the receipt's address. */
const bookTomorrow = async (phone: Phone): Promise<string> => {
  await phone.goto('/pages/home/index')
  await phone.tap(/预约挂号/)
  await phone.tap(/云溪县人民医院/)
  await phone.tap(/心血管内科/)
  await phone.tap(/明天/)
  await phone.tap(/^(上午|下午).*余/)
  await phone.tap(/^\d+:\d\d–.*余/)
  await phone.tap('确认预约')
  await phone.sees(/等医院确认|会确认这个号/)
  return new URL(phone.page.url()).searchParams.get('appointmentId')!
}

/** What a scanner reads from the resident's screen. */
const scanned = async (phone: Phone): Promise<string> => {
  await phone.goto('/packages/resident/health-card/show')
  await phone.sees(/秒/)
  const { data, width, height } = PNG.sync.read(await phone.page.screenshot())
  const code = readQrCode(new Uint8ClampedArray(data), width, height)
  if (!code) throw new Error('No code can be read from the card page')
  return code.data
}

const relayed = async (appointmentId: string): Promise<(string | undefined)[]> => {
  const fhir = process.env.COUNTY_FHIR_URL!
  const token = await fetchToken(fhir.replace(/\/fhir$/, ''), JSON.parse(process.env.COUNTY_CLIENT!))
  const asked = `${fhir}/Appointment?identifier=${identifierSystems.appointment}|${appointmentId}`
  const found = await fetch(asked, { headers: { Authorization: `Bearer ${token}` } })
  return (((await found.json()) as Bundle<Appointment>).entry ?? []).map(e => e.resource?.status)
}

test('registers, opens the card, books; the clerk confirms and scans; everybody knows', async () => {
  const phone = await openPhone(browser)
  await signIn(phone, resident.name)
  await register(phone)
  await openCard(phone)
  const appointmentId = await bookTomorrow(phone)

  const desk = await openPhone(browser)
  await signIn(desk, clerk.name, '/packages/staff/desk/today')
  await desk.type(/口令/, DEMO_PASSCODE)
  await desk.tap('开始工作')
  await desk.tap('后一天')
  await desk.tap(/许\*/)
  await desk.tap(/^确认$/)
  await desk.sees(/已确认|待报到/)

  const code = await scanned(phone)
  await desk.goto('/packages/staff/desk/check-in')
  await desk.type('健康卡的码', code)
  await desk.tap('扫卡报到')
  await desk.sees(/他来早了/)
  await desk.tap(/心血管内科/)
  await desk.sees(/报到好了/)

  await phone.goto(`/packages/resident/appointments/detail?appointmentId=${appointmentId}`)
  await phone.sees(/已报到/)
  await phone.sees(/已送达县平台/)
  expect(await relayed(appointmentId)).toEqual(['arrived'])
}, 180_000)
