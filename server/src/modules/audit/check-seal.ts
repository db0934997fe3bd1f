/** Whether the sealed rows are what they were: batch by batch. */
import { Between, MoreThan } from 'typeorm'
import type { Context } from '../../context'
import { AuditEvent } from './audit-event.entity'
import { AuditSeal } from './audit-seal.entity'
import { firstHash, hashOf, lastSeal } from './seal'

type Why = 'row_changed' | 'row_missing' | 'row_added' | 'chain_broken'

const pageSize = 100

const isChained = (seal: AuditSeal, before: AuditSeal | undefined): boolean =>
  seal.previousHash === (before?.hash ?? firstHash) &&
  seal.batch === (before?.batch ?? 0) + 1 &&
  BigInt(seal.fromId) === BigInt(before?.toId ?? 0) + 1n

const faultOf = async ({ db, cipher }: Context, seal: AuditSeal, before?: AuditSeal): Promise<Why | undefined> => {
  if (!isChained(seal, before)) return 'chain_broken'
  const rows = await db.manager.find(AuditEvent, {
    where: { auditId: Between(seal.fromId, seal.toId) },
    order: { auditId: 'ASC' },
  })
  if (rows.length < seal.rowCount) return 'row_missing'
  if (rows.length > seal.rowCount) return 'row_added'
  return hashOf(cipher, seal.previousHash, rows) === seal.hash ? undefined : 'row_changed'
}

export const checkSeal = async (context: Context) => {
  const { manager } = context.db
  const brokenBatches: { batch: number; why: Why }[] = []
  let sealedRows = 0
  let before: AuditSeal | undefined
  for (;;) {
    const seals: AuditSeal[] = await manager.find(AuditSeal, {
      where: { batch: MoreThan(before?.batch ?? 0) },
      order: { batch: 'ASC' },
      take: pageSize,
    })
    for (const seal of seals) {
      const why = await faultOf(context, seal, before)
      if (why) brokenBatches.push({ batch: seal.batch, why })
      sealedRows += seal.rowCount
      before = seal
    }
    if (seals.length < pageSize) break
  }
  const last = await lastSeal(manager)
  return {
    whole: brokenBatches.length === 0,
    sealedRows,
    unsealedRows: await manager.countBy(AuditEvent, { auditId: MoreThan(last?.toId ?? '0') }),
    lastSealedAt: last?.sealedAt.toISOString() ?? null,
    brokenBatches,
  }
}
