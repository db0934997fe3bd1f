/** 「有人查看了您的信息」: from the audit rows, at most one message per person, institution and day. */
import { dayOf } from '../../clock'
import type { Context } from '../../context'
import { runSql, selectRows } from '../../db/pool-query'
import { staffLooksBetween } from '../audit'
import { tell } from './tell'

const scan = 'looks'
/** Rows are dated when they are written and seen when they are committed: a little is read twice. */
const overlapMs = 10 * 60_000
/** What nobody read for longer than this is no news. */
const farthestMs = 3 * 86_400_000

export const tellOfLooks = async ({ db, cipher, clock, config }: Context): Promise<void> => {
  const now = clock.now()
  const [known] = await selectRows<{ until: Date }>(
    db,
    'SELECT scanned_until AS until FROM message_scan WHERE name = ?',
    [scan],
  )
  const from = new Date(Math.max((known?.until.getTime() ?? now.getTime()) - overlapMs, now.getTime() - farthestMs))
  for await (const looks of staffLooksBetween(db, cipher, from, now))
    await tell(
      db,
      looks.map(({ personId, institutionId, at, who, action }) => ({
        kind: 'record_viewed',
        key: `looked:${institutionId ?? ''}:${dayOf(at, config.TIME_ZONE)}`,
        personId,
        facts: { who, action },
        link: 'packages/resident/identity/accesses',
        at,
      })),
    )
  await runSql(
    db,
    `INSERT INTO message_scan (name, scanned_until) VALUES (?, ?)
     ON DUPLICATE KEY UPDATE scanned_until = VALUES(scanned_until)`,
    [scan, now],
  )
}
