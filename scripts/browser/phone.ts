/** A phone in a real Chromium: 390 × 844, one person signed in through the sandbox WeChat's persona page. */
import { type Browser, type BrowserContext, type Locator, type Page, chromium } from 'playwright-core'

export const appUrl = (): string => process.env.APP_URL!

const args = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

export const openBrowser = (): Promise<Browser> => chromium.launch({ executablePath: process.env.CHROME_PATH, args })

export interface Phone {
  page: Page
  context: BrowserContext
  /** Taps what is called so: a button, a tab, a tick, a row. */
  tap(words: string | RegExp): Promise<void>
  /** Waits until these words can be read. */
  sees(words: string | RegExp): Promise<Locator>
  type(label: string | RegExp, words: string): Promise<void>
  goto(path: string): Promise<void>
  /** Waits until the page in front shows what it loads. */
  settles(): Promise<void>
  close(): Promise<void>
}

interface Kind {
  size?: { width: number; height: number }
  /** What another phone kept: signed in as there. */
  kept?: Awaited<ReturnType<BrowserContext['storageState']>>
}

/** A page slides in; what breathes for ever is not waited for. */
const slidIn = `Promise.all(document.getAnimations()
  .filter(({ effect }) => Number.isFinite(effect.getComputedTiming().endTime))
  .map(({ finished }) => finished.catch(() => null))).then(() => null)`

export const openPhone = async (
  browser: Browser,
  { size = { width: 390, height: 844 }, kept }: Kind = {},
): Promise<Phone> => {
  const place = { locale: 'zh-CN', timezoneId: 'Asia/Shanghai' }
  const context = await browser.newContext({ viewport: size, ...place, ...(kept && { storageState: kept }) })
  const page = await context.newPage()
  page.setDefaultTimeout(20_000)
  const target = (words: string | RegExp) => {
    const name = words
    const byRole = (['button', 'checkbox', 'radio', 'tab', 'link'] as const).map(role => page.getByRole(role, { name }))
    return byRole.reduce((all, one) => all.or(one)).filter({ visible: true })
  }
  return {
    page,
    context,
    tap: async words => target(words).first().click(),
    async sees(words) {
      const found = page.getByText(words).filter({ visible: true }).first()
      await found.waitFor()
      return found
    },
    type: async (label, words) => page.getByLabel(label).filter({ visible: true }).first().fill(words),
    goto: async path => void (await page.goto(appUrl() + path)),
    settles: async () => {
      await page.locator('.page-title').filter({ visible: true }).first().waitFor()
      await page.locator(':is(.bone, .spinner):visible').first().waitFor({ state: 'hidden' })
      await page.evaluate('new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))')
      await page.evaluate(slidIn)
    },
    close: () => context.close(),
  }
}

/** Opens a page signed out, so that the way goes over the sign-in page and back to it. */
export const signIn = async (phone: Phone, persona: string, path = '/pages/home/index'): Promise<void> => {
  await phone.goto(`/pages/sign-in/index?next=${encodeURIComponent(path)}`)
  await phone.tap('同意隐私说明')
  await phone.tap('微信登录')
  await phone.tap(new RegExp(persona))
  await phone.page.waitForURL(url => url.pathname === path.split('?')[0])
}
