import { mkdtemp, rm } from 'node:fs/promises'
import { startPrivateDatabase } from '/work/main/scripts/database/private-database'
import { relayRow } from '/work/main/scripts/bench/relay-row'
(async () => {
  const folder = await mkdtemp('/tmp/county-bench-')
  const database = await startPrivateDatabase({ folder })
  try { console.log(JSON.stringify(await relayRow(database, { rounds: 3, seconds: 3 }), null, 1)) } finally { await database.stop(); await rm(folder, { recursive: true, force: true }) }
})().then(() => process.exit(0), e => { console.error(e); process.exit(1) })
