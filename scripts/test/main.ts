import { readFile } from 'node:fs/promises'
import { browser, browserOwn } from './browser'
import { h5 } from './h5'
import { jest, openOutput, single, type Counts, type Part } from './part'
import { weappSize } from './weapp-size'

/** One step after the other, since the later ones use what the earlier ones built; the rows of a step side by side. */
const STEPS: Part[][][] = [
  [
    [single('types', ['npm', 'run', 'types']), h5],
    [single('lint', ['npm', 'run', 'lint']), single('weapp', ['npm', 'run', 'build:weapp']), weappSize],
  ],
  [[jest('jest', [])]],
  [[browser], [jest('miniapp', ['--config', 'miniapp/jest.config.cjs']), browserOwn]],
]
const PARTS = STEPS.flat(2)

/** `npm test` runs every part, `npm test -- types jest` only those. Ends with one line for all of them together. */
async function main(names: string[]): Promise<void> {
  const unknown = names.filter(name => !PARTS.some(part => part.name === name))
  if (unknown.length) {
    console.error(`No such part: ${unknown.join(', ')}. There are: ${PARTS.map(part => part.name).join(', ')}.`)
    process.exit(1)
  }
  const total: Counts = { passed: 0, failed: 0 }
  const runRow = async (row: Part[]) => {
    for (const part of row) {
      if (names.length && !names.includes(part.name)) continue
      const { passed, failed } = await runPart(part)
      total.passed += passed
      total.failed += failed
    }
  }
  for (const rows of STEPS) await Promise.all(rows.map(runRow))
  console.log(`\n${total.passed} passed, ${total.failed} failed`)
  process.exitCode = total.failed ? 1 : 0
}

async function runPart(part: Part): Promise<Counts> {
  const began = Date.now()
  const seconds = () => Math.round((Date.now() - began) / 1000)
  const ticking = setInterval(() => console.log(`  ${part.name}… ${seconds()} s`), 30_000)
  const output = await openOutput(part.name)
  const counts = await part.run(output).catch((error: Error) => {
    output.line(error.stack ?? error.message)
    return { passed: 0, failed: 1 }
  })
  clearInterval(ticking)
  if (counts.failed) console.log(await readFile(output.file, 'utf8'))
  console.log(
    `${counts.failed ? '✗' : '✓'} ${part.name}: ${counts.passed} passed, ${counts.failed} failed (${seconds()} s)`,
  )
  return counts
}

void main(process.argv.slice(2))
