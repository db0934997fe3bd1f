/**
 * Seals audit rows in batches, off the write path: every write waiting for one chain was seen to stall a peer. A batch
 * holds the rows of an unbroken range of ids; its hash covers them and the hash before. The hash is keyed, so whoever
 * can write to the database cannot make a new chain; the newest hash also goes to the log, so that a chain cut short
 * at its end shows there.
 */
import { MoreThan } from 'typeorm'
import type { Context } from '../../context'
import { type Tx, transaction } from '../../db/transaction'
import { enqueueAll } from '../../relay/outbox'
import type { FieldCipher } from '../../security/field-cipher'
import { AuditEvent } from './audit-event.entity'
import { AuditSeal } from './audit-seal.entity'
import { accessesToRelay } from './relayed'

const batchSize = 1000
/** Older than any open transaction: one that commits later must not add a row to a sealed range. */
const settledMs = 2 * 60_000
export const firstHash = '0'.repeat(64)

const sorted = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(sorted)
  if (value === null || typeof value !== 'object') return value
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))
  return Object.fromEntries(entries.map(([key, inner]) => [key, sorted(inner)]))
}

/** The same text for the same row on every engine: MySQL reorders the keys of JSON, MariaDB does not. */
const canonical = (row: AuditEvent): string =>
  JSON.stringify([
    String(row.auditId),
    row.at.toISOString(),
    row.action,
    row.accountId,
    row.role,
    row.institutionId,
    row.personId,
    row.purpose,
    row.requestId,
    sorted(row.details),
  ])

/** @param rows in order of id. */
export const hashOf = (cipher: FieldCipher, previousHash: string, rows: AuditEvent[]): string =>
  cipher.index([previousHash, ...rows.map(canonical)].join('\n'), 'audit_seal')

export const lastSeal = (tx: Tx): Promise<AuditSeal | null> =>
  tx.findOne(AuditSeal, { where: {}, order: { batch: 'DESC' } })

const sealBatch = async ({ cipher }: Context, tx: Tx, now: Date): Promise<AuditSeal | null> => {
  const last = await lastSeal(tx)
  const rows = await tx.find(AuditEvent, {
    where: { auditId: MoreThan(last?.toId ?? '0') },
    order: { auditId: 'ASC' },
    take: batchSize,
  })
  const young = rows.findIndex(row => row.at.getTime() > now.getTime() - settledMs)
  const settled = young < 0 ? rows : rows.slice(0, young)
  if (!settled.length) return null
  const previousHash = last?.hash ?? firstHash
  const seal: AuditSeal = {
    batch: (last?.batch ?? 0) + 1,
    fromId: String(BigInt(last?.toId ?? 0) + 1n),
    toId: String(settled.at(-1)!.auditId),
    rowCount: settled.length,
    hash: hashOf(cipher, previousHash, settled),
    previousHash,
    sealedAt: now,
  }
  await tx.createQueryBuilder().insert().into(AuditSeal).values(seal).updateEntity(false).execute()
  await enqueueAll(tx, accessesToRelay(settled, now))
  return seal
}

/** Seals all rows that are old enough. @returns number of new batches */
export const sealRows = async (context: Context, stopping?: AbortSignal): Promise<number> => {
  let batches = 0
  while (!stopping?.aborted) {
    const seal = await transaction(context.db, tx => sealBatch(context, tx, context.clock.now()))
    if (!seal) break
    batches++
    context.log.info({ batch: seal.batch, toId: seal.toId, hash: seal.hash }, 'audit rows sealed')
  }
  return batches
}
