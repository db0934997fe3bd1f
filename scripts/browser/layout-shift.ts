/** How much a page jumps while it loads: what moves away from under a slow finger is tapped wrongly. */
import type { Phone } from './phone'

/** Good by the Web Vitals' measure of layout shift (https://web.dev/articles/cls). */
const atMost = 0.1

const observe = `{
  window.layoutShifts = []
  const seen = list => {
    for (const { value, hadRecentInput, sources } of list.getEntries())
      if (!hadRecentInput) layoutShifts.push({ value, moved: sources.map(({ node }) => node?.className || node?.nodeName) })
  }
  new PerformanceObserver(seen).observe({ type: 'layout-shift', buffered: true })
}`

/** Of every page that this phone opens from now on. */
export const watchShifts = ({ page }: Phone): Promise<unknown> => page.addInitScript(observe)

/** What is wrong with the page in front, in words. */
export const shifted = async ({ page }: Phone): Promise<string[]> => {
  const shifts = await page.evaluate<{ value: number; moved: string[] }[]>('layoutShifts')
  const all = shifts.reduce((sum, { value }) => sum + value, 0)
  if (all <= atMost) return []
  return [`jumps while it loads (${all.toFixed(2)}): ${shifts.flatMap(s => s.moved).join(', ')}`]
}
