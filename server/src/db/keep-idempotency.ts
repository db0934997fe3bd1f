import type { IdempotencyRecord } from './idempotency-record.entity'
import { insertRows } from './insert-rows'
import type { Db } from './transaction'

/** @throws a duplicate-key error when another request with one of the keys was faster. */
export const keepIdempotency = (db: Db, records: readonly IdempotencyRecord[]): Promise<void> =>
  insertRows(
    db,
    'idempotency_record',
    records.map(r => ({
      account_id: r.accountId,
      idempotency_key: r.key,
      endpoint: r.endpoint,
      request_hash: r.requestHash,
      status: r.status,
      reply: r.reply,
      created_at: r.createdAt,
    })),
  )
