/** What operations watch (docs/operations.md): what waits for the content check. */
import { Gauge, type Registry } from 'prom-client'
import type { Context } from '../../context'

const waiting = `SELECT COUNT(*) AS n FROM attachment WHERE state = 'held' AND deleted_at IS NULL AND created_at < ?`

export const attachmentMetrics = ({ db, clock }: Context, registry: Registry): void => {
  new Gauge({
    name: 'attachments_held_long',
    help: 'Pictures and sound that have waited over an hour for the content check',
    registers: [registry],
    // A database that is away must not take the other metrics with it.
    async collect() {
      const before = new Date(clock.now().getTime() - 3_600_000)
      const rows = await (db.query(waiting, [before]) as Promise<{ n: unknown }[]>).catch(() => [{ n: NaN }])
      this.set(Number(rows[0]?.n ?? 0))
    },
  })
}
