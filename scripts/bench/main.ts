/**
 * `npm run bench`: speed as ratios of two things measured in the same run on the same machine.
 *   npm run bench -- --rows=hot,http --rounds=3 --seconds=4
 * Prints a table and writes .data/bench/<time>.json.
 */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { type PrivateDatabase, startPrivateDatabase } from '../database/private-database'
import { bookingRows } from './booking-rows'
import { httpRow } from './http-row'
import { relayRow } from './relay-row'
import type { Row } from './row'
import { talkRow } from './talk-row'

const { values } = parseArgs({
  options: {
    rows: { type: 'string', default: 'bookings,http,relay,talk' },
    rounds: { type: 'string', default: '3' },
    seconds: { type: 'string', default: '4' },
  },
})
const effort = { rounds: Number(values.rounds), seconds: Number(values.seconds) }

const onDatabase = async (measure: (database: PrivateDatabase) => Promise<Row[]>): Promise<Row[]> => {
  const folder = await mkdtemp(join(tmpdir(), 'county-bench-'))
  const database = await startPrivateDatabase({ folder })
  try {
    return await measure(database)
  } finally {
    await database.stop()
    await rm(folder, { recursive: true, force: true })
  }
}

const parts: Record<string, () => Promise<Row[]>> = {
  bookings: () => onDatabase(database => bookingRows(database, effort)),
  http: async () => [await httpRow(effort)],
  relay: () => onDatabase(async database => [await relayRow(database, effort)]),
  talk: () => onDatabase(async database => [await talkRow(database, effort)]),
}

const print = (rows: Row[]): void => {
  console.table(
    rows.map(r => ({
      row: r.name,
      ours: `${Math.round(r.ours)} ${r.unit}`,
      yardstick: `${Math.round(r.yardstick)} (${r.yardstickName})`,
      ratio: Number(r.ratio.toFixed(2)),
      gate: r.gate,
      goal: r.goal,
      met: r.ratio >= r.goal ? 'goal' : r.ratio >= r.gate ? 'gate' : 'NO',
    })),
  )
}

const main = async (): Promise<void> => {
  const rows: Row[] = []
  for (const name of values.rows.split(',')) {
    const part = parts[name]
    if (!part) throw new Error(`No row "${name}": ${Object.keys(parts).join(', ')}`)
    console.log(`measuring ${name} …`)
    rows.push(...(await part()))
  }
  print(rows)
  const folder = join(process.env.DATA_DIR || join(__dirname, '../../.data'), 'bench')
  await mkdir(folder, { recursive: true })
  const file = join(folder, `${new Date().toISOString().replaceAll(':', '-')}.json`)
  await writeFile(
    file,
    JSON.stringify({ at: new Date().toISOString(), node: process.version, ...effort, rows }, null, 2),
  )
  console.log(`written to ${file}`)
}

main().then(
  () => process.exit(0),
  (error: unknown) => {
    console.error(error)
    process.exit(1)
  },
)
