/**
 * Every page a resident can open without an id, as the old and the tired meet it (适老化, domain rules of 工信部 2021):
 * contrast 4.5:1 (3:1 for large type), line height ≥ 1.3, targets ≥ 44 × 44 px and ≥ 60 px for the main one in elder
 * mode, no text under 13 px (18 px in elder mode), nothing wider than the screen.
 */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Browser } from 'playwright-core'
import { residentPages } from '../../miniapp/src/packages/resident/pages'
import { type Phone, openBrowser, openPhone, signIn } from './phone'

const axe = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8')
const lookAtPage = readFileSync(join(__dirname, 'look.js'), 'utf8')
/** Pages that say nothing without an id or a step before them are looked at in the journey. */
const needsMore = /detail|confirm|receipt|doctor$|doctors|departments|waitlist$|member$|member-code|booking\/waitlist/
const pages = [
  '/pages/home/index',
  '/pages/me/index',
  '/pages/messages/index',
  '/pages/privacy/index',
  ...residentPages.filter(p => !needsMore.test(p)).map(p => `/packages/resident/${p}`),
]

let browser: Browser
let phone: Phone
beforeAll(async () => {
  browser = await openBrowser()
  phone = await openPhone(browser)
  await signIn(phone, '林秀英')
})
afterAll(() => browser?.close())

const look = async (elder: boolean): Promise<string[]> => {
  await phone.page.evaluate(`${axe}\n${lookAtPage}`)
  return phone.page.evaluate(`look(${elder})`)
}

const walk = async (elder: boolean): Promise<Record<string, string[]>> => {
  const found: Record<string, string[]> = {}
  for (const path of pages) {
    await phone.goto(path)
    await phone.page.waitForLoadState('networkidle')
    await phone.page.waitForTimeout(250)
    const wrong = await look(elder)
    if (wrong.length) found[path] = wrong
  }
  return found
}

test('in normal size', async () => expect(await walk(false)).toEqual({}), 180_000)

test('in large type (长辈版)', async () => {
  await phone.goto('/pages/home/index')
  await phone.tap(/长辈版/)
  expect(await walk(true)).toEqual({})
}, 180_000)
