/** Looks at the page in front: what is wrong with it, in words; and leaves its picture where PICTURES says. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Phone } from './phone'

const axe = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8')
const look = readFileSync(join(__dirname, 'look.js'), 'utf8')

export const lookAt = async (
  { page }: Phone,
  name: string,
  { elder = false, size }: { elder?: boolean; size?: { width: number; height: number } } = {},
): Promise<string[]> => {
  const before = page.viewportSize()!
  if (size) await page.setViewportSize(size)
  // In a function of its own, so that a second look declares nothing twice.
  const wrong = await page.evaluate<string[]>(
    `(async () => { ${size ? '' : axe}\n${look}\nreturn look(${elder}, ${!size}) })()`,
  )
  const { PICTURES } = process.env
  if (PICTURES) {
    const path = join(PICTURES, `${elder ? 'elder' : 'normal'}-${(size ?? before).width}`, `${name}.png`)
    const height = await page.evaluate<number>(
      `Math.max(...[document.documentElement, ...document.querySelectorAll('.taro_page')].map(e => e.scrollHeight))`,
    )
    const width = (size ?? before).width
    await page.setViewportSize({ width, height: Math.max(height + (size ?? before).height - 640, before.height) })
    await page.screenshot({ path })
  }
  await page.setViewportSize(before)
  return wrong.map(words => (size ? `at ${size.width}: ${words}` : words))
}
