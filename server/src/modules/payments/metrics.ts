/** What operations watch (docs/operations.md): what waits, and what an administrator must look at. */
import { Gauge, type Registry } from 'prom-client'
import type { Context } from '../../context'

export const paymentMetrics = ({ db, clock }: Context, registry: Registry): void => {
  const gauge = (name: string, help: string, sql: string, parameters: () => unknown[] = () => []) =>
    new Gauge({
      name,
      help,
      registers: [registry],
      // A database that is away must not take the other metrics with it.
      async collect() {
        const rows = await (db.query(sql, parameters()) as Promise<{ n: unknown }[]>).catch(() => [{ n: NaN }])
        this.set(Number(rows[0]?.n ?? 0))
      },
    })
  gauge(
    'payment_orders_overdue',
    'Orders whose time was over a minute ago and that are not closed',
    `SELECT COUNT(*) AS n FROM payment_order WHERE state = 'open' AND valid_until < ?`,
    () => [new Date(clock.now().getTime() - 60_000)],
  )
  gauge(
    'payment_refunds_under_way',
    'Refunds that have not arrived',
    `SELECT COUNT(*) AS n FROM payment_refund WHERE state IN ('requested', 'processing')`,
  )
  gauge(
    'payment_refunds_abnormal',
    'Refunds that WeChat could not pay out',
    `SELECT COUNT(*) AS n FROM payment_refund WHERE state = 'abnormal'`,
  )
  new Gauge({
    name: 'payment_days_not_green',
    help: 'Days whose bills are missing, or differ from our books, by state',
    labelNames: ['state'],
    registers: [registry],
    async collect() {
      const rows: { state: string; n: unknown }[] = await db
        .query(`SELECT state, COUNT(*) AS n FROM bill_day WHERE state IN ('missing', 'open') GROUP BY state`)
        .catch(() => [])
      this.reset()
      for (const { state, n } of rows) this.set({ state }, Number(n))
    },
  })
  new Gauge({
    name: 'payment_alarms_total',
    help: 'Forged notices, mismatches and refused refunds, by kind',
    labelNames: ['kind'],
    registers: [registry],
    async collect() {
      const rows: { kind: string; n: unknown }[] = await db
        .query('SELECT kind, SUM(times) AS n FROM payment_alarm GROUP BY kind')
        .catch(() => [])
      for (const { kind, n } of rows) this.set({ kind }, Number(n))
    },
  })
}
