/** The HTTP layer without a database ÷ bare node:http, the same JSON in and out. */
import { freePort } from '../start/free-port'
import type { Effort } from './booking-rows'
import { startProgram } from './child'
import { load } from './load'
import { type Round, type Row, rowOf } from './row'
import { environmentOf } from './world'

const clients = 32
const body = JSON.stringify({ name: '王小禾', items: Array.from({ length: 20 }, (_, n) => n) })
const ask = { method: 'POST' as const, headers: { 'content-type': 'application/json' }, body }

const measure = async (url: string, path: string, seconds: number): Promise<number> =>
  (await load(url, { clients, seconds, wanted: 200 }, () => ({ ...ask, path }))).perSecond

export const httpRow = async ({ rounds, seconds }: Effort): Promise<Row> => {
  const [ourPort, barePort] = [await freePort(), await freePort()]
  const [ours, bare] = [`http://127.0.0.1:${ourPort}`, `http://127.0.0.1:${barePort}`]
  const environment = environmentOf('mysql://nobody@127.0.0.1/nothing', ourPort)
  const programs = [
    await startProgram('scripts/bench/http-ours.ts', environment, `${ours}/healthz`),
    await startProgram('scripts/bench/http-bare.ts', { PORT: String(barePort) }, bare),
  ]
  try {
    await measure(ours, '/api/echo', seconds)
    await measure(bare, '/', 1)
    const list: Round[] = []
    for (let n = 0; n < rounds; n++)
      list.push({ ours: await measure(ours, '/api/echo', seconds), yardstick: await measure(bare, '/', seconds) })
    return rowOf(
      { name: 'HTTP layer', unit: 'requests/s', yardstickName: 'bare node:http', gate: 0.3, goal: 0.4 },
      list,
    )
  } finally {
    for (const program of programs) await program.stop()
  }
}
