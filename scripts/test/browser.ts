import { findChromium } from './chromium'
import { jest, type Part } from './part'

const inChromium = (name: string, config: string): Part => ({
  name,
  async run(output) {
    const found = await findChromium()
    if ('path' in found) {
      return jest(name, ['--config', config, '--runInBand'], { CHROME_PATH: found.path }).run(output)
    }
    const sentence = `Browser tests skipped: ${found.missing}.`
    console.log(sentence)
    output.line(sentence)
    return { passed: 0, failed: process.env.CI === 'true' ? 1 : 0 }
  },
})

/** The pages in a real browser, against one whole `npm start`. */
export const browser = inChromium('browser', 'jest.browser.config.cjs')

/** Those whose tests change the rules or the clock, against servers of their own. */
export const browserOwn = inChromium('browser-own', 'jest.browser-own.config.cjs')
