import type { AttachmentState, ShownAttachment, UploadedAttachment } from 'shared/attachments/contract'
import { In, IsNull, Not } from 'typeorm'
import type { Context } from '../../context'
import { type Db, managerOf } from '../../db/transaction'
import type { Session } from '../identity'
import { Attachment, type OwnerKind } from './attachment.entity'
import { linkUntil, makeLink } from './link'
import type { Variant } from './sealed-object'

const there = { state: Not('storing' as const), deletedAt: IsNull() }

export const findAttachments = (db: Db, attachmentIds: readonly string[]): Promise<Attachment[]> =>
  attachmentIds.length
    ? managerOf(db).findBy(Attachment, { attachmentId: In([...attachmentIds]), ...there })
    : Promise.resolve([])

/** All that belongs to one owner, oldest first. */
export const attachmentsOf = (db: Db, ownerKind: OwnerKind, ownerId: string): Promise<Attachment[]> =>
  managerOf(db).find(Attachment, { where: { ownerKind, ownerId, ...there }, order: { attachmentId: 'ASC' } })

export const factsOf = ({ attachmentId, kind, state, width, height, seconds }: Attachment): UploadedAttachment => ({
  attachmentId,
  kind,
  state: state as AttachmentState,
  width,
  height,
  seconds,
})

/** Whether the bytes may be shown to this account at all: what is held, to its author alone; what was refused, to nobody. */
export const isShown = ({ state, accountId }: Attachment, to: string): boolean =>
  state === 'ready' || (state === 'held' && accountId === to)

/** With links for this session, whose right to see it the caller has checked. */
export const showAttachment = (context: Context, session: Session, row: Attachment): ShownAttachment => {
  const until = linkUntil(context)
  const { attachmentId } = row
  const shown = isShown(row, session.accountId)
  const link = (variant: Variant) =>
    shown ? makeLink(context, { variant, attachmentId, sessionId: session.sessionId, until }) : null
  return {
    ...factsOf(row),
    url: link('full'),
    thumbnailUrl: row.kind === 'picture' ? link('thumbnail') : null,
    linkUntil: until.toISOString(),
  }
}

/**
 * @param attachmentIds of what the caller has found that this session may see
 * @returns in the order given, without those that are gone
 */
export const showAttachments = async (
  context: Context,
  session: Session,
  attachmentIds: readonly string[],
): Promise<ShownAttachment[]> => {
  const rows = new Map((await findAttachments(context.db, attachmentIds)).map(r => [r.attachmentId, r]))
  return attachmentIds.flatMap(id => {
    const row = rows.get(id)
    return row ? [showAttachment(context, session, row)] : []
  })
}
