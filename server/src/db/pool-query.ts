import { DataSource } from 'typeorm'
import type { Pool, QueryError } from 'mysql2'
import type { Db } from './transaction'

/**
 * Rows of a statement, straight from the driver's pool when outside a transaction: what TypeORM adds around a raw query
 * (a runner, events, promises in promises) costs more than the answer on the paths that must be fast.
 */
export const selectRows = async <Row>(db: Db, sql: string, parameters: unknown[]): Promise<Row[]> => {
  if (!(db instanceof DataSource)) return (await db.query(sql, parameters)) as Row[]
  const { pool } = db.driver as unknown as { pool: Pool }
  return new Promise((resolve, reject) =>
    pool.query(sql, parameters, (error: QueryError | null, rows) => (error ? reject(error) : resolve(rows as Row[]))),
  )
}
