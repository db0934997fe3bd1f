/** Keeps what was uploaded. The row comes first, so that no crash leaves bytes that nobody knows of. */
import type { AttachmentKind } from 'shared/attachments/contract'
import { type Problem, problem } from 'shared/kernel/errors'
import { IsNull } from 'typeorm'
import { v7 as uuid } from 'uuid'
import type { Context } from '../../context'
import type { Db, Tx } from '../../db/transaction'
import { managerOf } from '../../db/transaction'
import { Attachment } from './attachment.entity'
import type { ReadUpload } from './read-upload'
import { newKey, objectName, sealObject } from './sealed-object'

/** Who uploads and uploads fills the store: so many unused ones and no more. */
export const tooManyUnused = async (
  db: Db,
  accountId: string,
  limit: number,
): Promise<Problem<'attachment_limit'> | undefined> => {
  const unused = await managerOf(db).countBy(Attachment, { accountId, ownerId: IsNull(), deletedAt: IsNull() })
  return unused >= limit ? problem('attachment_limit', { limit }) : undefined
}

/**
 * A row `storing`, then the encrypted bytes. What never becomes more than `storing` is removed by a job.
 * @throws Error when the store does not take it
 */
export const storeUpload = async (
  { db, cipher, clock, files }: Context,
  accountId: string,
  kind: AttachmentKind,
  { full, thumbnail, ...facts }: ReadUpload,
): Promise<string> => {
  const attachmentId = uuid()
  const { key, sealedKey } = newKey(cipher)
  await db
    .createQueryBuilder()
    .insert()
    .into(Attachment)
    .values({ attachmentId, accountId, kind, state: 'storing', ...facts, sealedKey, createdAt: clock.now() })
    .updateEntity(false)
    .execute()
  await files.put(objectName(attachmentId, 'full'), sealObject(key, attachmentId, 'full', full))
  if (thumbnail)
    await files.put(objectName(attachmentId, 'thumbnail'), sealObject(key, attachmentId, 'thumbnail', thumbnail))
  return attachmentId
}

/** It is there from now on; with a content check held until that has answered. */
export const finishUpload = async (tx: Tx, attachmentId: string, checked: boolean, now: Date): Promise<Attachment> => {
  await tx.update(
    Attachment,
    { attachmentId, state: 'storing' },
    { state: checked ? 'held' : 'ready', checkAt: checked ? now : null },
  )
  return tx.findOneByOrFail(Attachment, { attachmentId })
}
