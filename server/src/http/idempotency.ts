/**
 * Idempotency keys as Stripe's: same key and parameters → the same status and body again; other parameters → refused.
 * The record is written in the transaction of the write itself, so a crash can never leave one without the other.
 * A refusal changes nothing and is therefore not kept (docs/adr).
 */
import type { DataSource } from 'typeorm'
import { type Problem, problem } from 'shared/kernel/errors'
import type { Clock } from '../clock'
import { batched } from '../db/batch'
import type { IdempotencyRecord } from '../db/idempotency-record.entity'
import { keepIdempotency } from '../db/keep-idempotency'
import { selectRows } from '../db/pool-query'
import type { Tx } from '../db/transaction'
import type { FieldCipher } from '../security/field-cipher'

export interface Kept {
  status: number
  reply: unknown
}
export interface IdempotencyKey {
  accountId: string
  key: string
  endpoint: string
  requestHash: string
}

export const keyPattern = /^[A-Za-z0-9\-_]{8,64}$/

/** Keyed: a body may hold an identity number, which a plain hash would let somebody guess from a stolen table. */
export const hashRequest = (cipher: FieldCipher, path: string, body: unknown): string =>
  cipher.index(`${path}\n${JSON.stringify(body ?? null)}`, 'reply')

type Found = Pick<IdempotencyRecord, 'accountId' | 'key' | 'endpoint' | 'requestHash' | 'status' | 'reply'>

/** Whoever asks at the same moment is answered by one statement. */
const findRecord = batched(async (db, keys: IdempotencyKey[]): Promise<(Found | undefined)[]> => {
  const records = await selectRows<Found>(
    db,
    `SELECT account_id AS accountId, idempotency_key AS \`key\`, endpoint, request_hash AS requestHash, status, reply
     FROM idempotency_record WHERE ${keys.map(() => '(account_id = ? AND idempotency_key = ?)').join(' OR ')}`,
    keys.flatMap(k => [k.accountId, k.key]),
  )
  if (!records.length) return keys.map(() => undefined)
  return keys.map(k => records.find(r => r.accountId === k.accountId && r.key === k.key))
})

export const createIdempotency = (db: DataSource, cipher: FieldCipher, clock: Clock) => {
  /** The row that keeps an answer. */
  const recordOf = (k: IdempotencyKey, { status, reply }: Kept): IdempotencyRecord => ({
    ...k,
    status,
    reply: reply === undefined ? null : cipher.seal(JSON.stringify(reply), 'reply'),
    createdAt: clock.now(),
  })
  return {
    recordOf,
    /** The earlier answer under this key, a Problem when the key was used for something else, or undefined. */
    async find(k: IdempotencyKey): Promise<Kept | Problem<'idempotency_key_reused'> | undefined> {
      const record = await findRecord(db, k)
      if (!record) return undefined
      if (record.endpoint !== k.endpoint || record.requestHash !== k.requestHash)
        return problem('idempotency_key_reused')
      return {
        status: record.status,
        reply: record.reply === null ? undefined : JSON.parse(cipher.open(record.reply, 'reply')),
      }
    },
    /** @throws a duplicate-key error when another request with this key was faster. */
    keep: (tx: Tx, k: IdempotencyKey, kept: Kept): Promise<void> => keepIdempotency(tx, [recordOf(k, kept)]),
  }
}
export type Idempotency = ReturnType<typeof createIdempotency>
