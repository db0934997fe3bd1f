/** How the relay stands: what waits, for how long, what was refused. */
import type { DataSource } from 'typeorm'

export interface Backlog {
  waiting: number
  /** Age of the oldest event that waits, seconds. */
  lagSeconds: number
  deadLetters: number
}

export const readBacklog = async (db: DataSource, now: Date): Promise<Backlog> => {
  const rows: { state: string; events: string; oldest: Date }[] = await db.query(
    `SELECT state, COUNT(*) AS events, MIN(created_at) AS oldest FROM outbox_event
     WHERE state IN ('waiting', 'dead') GROUP BY state`,
  )
  const of = (state: string) => rows.find(row => row.state === state)
  const oldest = of('waiting')?.oldest
  return {
    waiting: Number(of('waiting')?.events ?? 0),
    lagSeconds: oldest ? Math.max(0, Math.floor((now.getTime() - oldest.getTime()) / 1000)) : 0,
    deadLetters: Number(of('dead')?.events ?? 0),
  }
}

/** Events delivered since an instant. */
export const countDelivered = async (db: DataSource, since: Date): Promise<number> => {
  const [row]: { events: string }[] = await db.query(
    `SELECT COUNT(*) AS events FROM outbox_event WHERE delivered_at >= ?`,
    [since],
  )
  return Number(row!.events)
}
