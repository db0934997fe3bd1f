import { In, IsNull, LessThan, Not } from 'typeorm'
import type { Context } from '../../context'
import type { Tx } from '../../db/transaction'
import { Attachment, type OwnerKind } from './attachment.entity'
import { ContentAsk, HeldText } from './content-check.entity'
import { objectName } from './sealed-object'

/** Gone at once: without its key nobody reads the bytes any more. A job removes them and the row. */
const gone = (now: Date) => ({ deletedAt: now, sealedKey: null, checkAt: null })

/** What belongs to these owners, whose time is over. @param keep ids of what must stay longer than the rest */
export const forgetAttachments = async (
  tx: Tx,
  ownerKind: OwnerKind,
  ownerIds: readonly string[],
  now: Date,
  keep: readonly string[] = [],
): Promise<void> => {
  if (!ownerIds.length) return
  const theirs = { ownerKind, ownerId: In([...ownerIds]) }
  const others = keep.length ? { attachmentId: Not(In([...keep])) } : {}
  await tx.update(Attachment, { ...theirs, ...others, deletedAt: IsNull() }, gone(now))
  await tx.delete(HeldText, theirs)
}

/** What an account uploaded and did not use; what it used belongs to the owner. */
export const forgetUnused = async (tx: Tx, accountId: string, now: Date): Promise<void> => {
  await tx.update(Attachment, { accountId, ownerId: IsNull(), deletedAt: IsNull() }, gone(now))
}

const storingMs = 3_600_000
const batch = 100

const markUnused = async ({ db, clock, config }: Context): Promise<void> => {
  const now = clock.now()
  const free = { ownerKind: IsNull(), deletedAt: IsNull() }
  const unusedBefore = new Date(now.getTime() - config.ATTACHMENT_UNUSED_HOURS * 3_600_000)
  await db.manager.update(Attachment, { ...free, createdAt: LessThan(unusedBefore) }, gone(now))
  // The process that took it is gone, or its client.
  const storingBefore = new Date(now.getTime() - storingMs)
  await db.manager.update(Attachment, { ...free, state: 'storing', createdAt: LessThan(storingBefore) }, gone(now))
}

/** The bytes first: a row without bytes is found again, bytes without a row never. */
const remove = async ({ db, files }: Context, attachmentId: string): Promise<void> => {
  for (const variant of ['full', 'thumbnail'] as const) await files.remove(objectName(attachmentId, variant))
  await db.manager.delete(ContentAsk, { attachmentId })
  await db.manager.delete(Attachment, { attachmentId })
}

/** Deletes what was not used in time, and the bytes of all that is deleted, wherever a run before was cut short. */
export const cleanAttachments = async (context: Context, stopping?: AbortSignal): Promise<void> => {
  await markUnused(context)
  for (let after = ''; !stopping?.aborted;) {
    const rows = await context.db
      .createQueryBuilder(Attachment, 'a')
      .select('a.attachmentId')
      .where('a.deleted_at IS NOT NULL AND a.attachment_id > :after', { after })
      .orderBy('a.attachmentId')
      .take(batch)
      .getMany()
    for (const { attachmentId } of rows) await remove(context, attachmentId)
    if (rows.length < batch) return
    after = rows.at(-1)!.attachmentId
  }
}
