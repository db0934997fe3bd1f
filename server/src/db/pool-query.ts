import { DataSource } from 'typeorm'
import type { Connection, Pool, QueryError } from 'mysql2'
import type { Db } from './transaction'

const ask = <Result>(through: Pool | Connection, sql: string, parameters: unknown[]): Promise<Result> =>
  new Promise((resolve, reject) =>
    through.query(sql, parameters, (error: QueryError | null, result) =>
      error ? reject(error) : resolve(result as Result),
    ),
  )

/**
 * What the driver answers to a statement, inside a transaction on its connection, else on any of the pool: what TypeORM
 * adds around a raw query (events, promises in promises, a stack kept for each) costs more than the answer on the paths
 * that must be fast. @throws the driver's own error, with its `errno`
 */
export const runSql = async <Result>(db: Db, sql: string, parameters: unknown[]): Promise<Result> => {
  if (db instanceof DataSource) return ask((db.driver as unknown as { pool: Pool }).pool, sql, parameters)
  if (!db.queryRunner) return (await db.query(sql, parameters)) as Result
  return ask((await db.queryRunner.connect()) as Connection, sql, parameters)
}

export const selectRows = <Row>(db: Db, sql: string, parameters: unknown[]): Promise<Row[]> =>
  runSql(db, sql, parameters)
