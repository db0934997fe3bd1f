import { findChromium } from './chromium'
import { jest, type Part } from './part'

/** The pages in a real browser, against one whole `npm start`. */
export const browser: Part = {
  name: 'browser',
  async run(output) {
    const found = await findChromium()
    if ('path' in found) {
      return jest('browser', ['--config', 'jest.browser.config.cjs', '--runInBand'], { CHROME_PATH: found.path }).run(
        output,
      )
    }
    const sentence = `Browser tests skipped: ${found.missing}.`
    console.log(sentence)
    output.line(sentence)
    return { passed: 0, failed: process.env.CI === 'true' ? 1 : 0 }
  },
}
