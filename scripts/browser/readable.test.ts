/**
 * Every page a resident can open without an id, as the old and the tired meet it (适老化, domain rules of 工信部 2021):
 * contrast 4.5:1 (3:1 for large type), line height ≥ 1.3, targets ≥ 44 × 44 px and ≥ 60 px for the main one in elder
 * mode, main text ≥ 24 px (18 pt) in elder mode, nothing wider than the screen.
 */
import { readFileSync } from 'node:fs'
import type { Browser } from 'playwright-core'
import { residentPages } from '../../miniapp/src/packages/resident/pages'
import { type Phone, openBrowser, openPhone, signIn } from './phone'

const axe = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8')
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

/** What is wrong with the page that is shown, in words. */
const look = async (elder: boolean): Promise<string[]> => {
  await phone.page.evaluate(axe)
  return phone.page.evaluate(async isElder => {
    const wrong: string[] = []
    const results = await (
      window as never as {
        axe: { run(options: object): Promise<{ violations: { nodes: { html: string; failureSummary: string }[] }[] }> }
      }
    ).axe.run({
      runOnly: ['color-contrast'],
    })
    for (const { nodes } of results.violations)
      wrong.push(...nodes.map(n => `contrast: ${n.html.slice(0, 120)} ${n.failureSummary.split('\n')[1]}`))
    const visible = (e: Element) => {
      const box = e.getBoundingClientRect()
      return box.width > 0 && box.height > 0 && getComputedStyle(e).visibility !== 'hidden'
    }
    for (const e of document.querySelectorAll('[role=button],[role=checkbox],[role=radio],[role=tab],input,textarea')) {
      if (!visible(e)) continue
      const { width, height } = e.getBoundingClientRect()
      const field = e.closest('.field') ?? e
      const tall = Math.max(height, field.getBoundingClientRect().height)
      const main = isElder && e.className.includes('button-main')
      if (width < 43.5 || tall < (main ? 59.5 : 43.5))
        wrong.push(`target ${Math.round(width)}×${Math.round(height)}: ${e.textContent?.slice(0, 20)} .${e.className}`)
    }
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
    while (walker.nextNode()) {
      const e = walker.currentNode.parentElement!
      if (!walker.currentNode.textContent?.trim() || !visible(e) || ['SCRIPT', 'STYLE'].includes(e.tagName)) continue
      const { fontSize, lineHeight } = getComputedStyle(e)
      const size = parseFloat(fontSize)
      if (size < (isElder ? 17.9 : 12.9)) wrong.push(`text ${fontSize}: ${e.textContent?.slice(0, 20)}`)
      if (lineHeight !== 'normal' && parseFloat(lineHeight) / size < 1.2 && (e.textContent?.length ?? 0) > 12)
        wrong.push(`line height ${lineHeight} of ${fontSize}: ${e.textContent?.slice(0, 20)}`)
    }
    if (document.documentElement.scrollWidth > window.innerWidth)
      wrong.push(`wider than the screen: ${document.documentElement.scrollWidth}`)
    return wrong
  }, elder)
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
