/** "Tell this person that" (or this account): one row in the transaction of what happened; the rest is the job's (hand-out.ts). */
import type { MessageKind } from 'shared/notifications/contract'
import type { DataSource } from 'typeorm'
import { v7 as uuid } from 'uuid'
import { runSql, selectRows } from '../../db/pool-query'
import { type Db, type Tx, transaction } from '../../db/transaction'
import type { Facts } from './facts'
import { sealFacts } from './sealed-facts'
import { markTold } from './wake'

export interface Tell {
  kind: MessageKind
  /** What happened, `appointment:<id>:stopped`, ASCII, at most 120: with the person (or account), told once, ever. */
  key: string
  /** Whom it is about: told are the person and those whose scope covers the kind. Null: nobody. */
  personId: string | null
  /** Of what is about nobody: the one account that is told. */
  accountId?: string
  /** Of `payment` and `refund`: the account whose money it is, told too. */
  payerId?: string
  facts: Facts
  /** Page of the mini-program with its query, without a leading slash, ASCII, at most 255. */
  link: string
  at: Date
  /** Does not wait for the morning, and goes on to the next channel while unread. */
  urgent?: boolean
  /** Not sent any more from then on (it stays in the inbox). */
  uselessAfter?: Date
}

const columns =
  'event_id, event_key, kind, person_id, account_id, payer_id, facts, link, urgent, at, useless_after, state'

const insert = async (tx: Tx, messages: readonly Tell[]): Promise<void> => {
  const rows = messages.map(m => [
    uuid(),
    m.key,
    m.kind,
    m.personId,
    m.accountId ?? null,
    m.payerId ?? null,
    sealFacts(tx, m.facts),
    m.link,
    m.urgent ?? false,
    m.at,
    m.uselessAfter ?? null,
    'waiting',
  ])
  await runSql(
    tx,
    `INSERT INTO message_event (${columns}) VALUES ${rows.map(r => `(${r.map(() => '?').join(', ')})`).join(', ')}
     ON DUPLICATE KEY UPDATE event_key = VALUES(event_key)`,
    rows.flat(),
  )
  if (tx.queryRunner) markTold(tx.queryRunner)
}

/** Told again under the same key: nothing changes. A job may tell in a transaction of its own. */
export const tell = async (db: DataSource | Tx, messages: readonly Tell[]): Promise<void> => {
  if (!messages.length) return
  if ('manager' in db) return transaction(db, tx => insert(tx, messages))
  await insert(db, messages)
}

/** Which of these was told of already: asked first where many tell of the same at once. */
export const keysTold = async (db: Db, keys: string[]): Promise<Set<string>> => {
  const rows = keys.length
    ? await selectRows<{ k: string }>(db, 'SELECT event_key AS k FROM message_event WHERE event_key IN (?)', [keys])
    : []
  return new Set(rows.map(r => r.k))
}
