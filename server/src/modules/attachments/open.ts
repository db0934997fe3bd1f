/** Gives the bytes behind a link: the link alone is not enough, session and right are looked at anew each time. */
import type { ShownFile } from 'shared/kernel/endpoint'
import { type Problem, problem } from 'shared/kernel/errors'
import type { Context } from '../../context'
import { type Session, createSocketSessions } from '../identity'
import type { Attachment } from './attachment.entity'
import { readLink } from './link'
import type { AttachmentOwners } from './owner'
import { type Variant, objectName, openKey, openObject } from './sealed-object'
import { findAttachments, isShown } from './show'

/** What is not used yet is seen by who uploaded it; after that the owner's policy says, for the uploader too. */
export const mayOpen = async (
  owners: AttachmentOwners,
  session: Session,
  { accountId, ownerKind, ownerId }: Attachment,
): Promise<boolean> =>
  ownerKind && ownerId ? owners[ownerKind].mayOpen(session, ownerId) : accountId === session.accountId

const sessionNow = async (context: Context, sessionId: string): Promise<Session | null> => {
  const session = (await createSocketSessions(context).sessionsNow([sessionId])).get(sessionId)
  if (!session) return null
  // A working period that is over opens nothing.
  const { secondFactorUntil: until } = session
  return { ...session, secondFactorUntil: until && until > context.clock.now() ? until : null }
}

/** Opened bytes, or null when they are gone. @throws Error when the store does not answer or the bytes were changed */
const readVariant = async (
  { files, cipher }: Context,
  { attachmentId, sealedKey }: Attachment,
  variant: Variant,
): Promise<Buffer | null> => {
  const sealed = sealedKey && (await files.get(objectName(attachmentId, variant)))
  return sealed ? openObject(openKey(cipher, sealedKey), attachmentId, variant, sealed) : null
}

/** `token` of a link (link.ts). Every reason why not is the same answer. */
export const openFile = async (
  context: Context,
  owners: AttachmentOwners,
  token: string,
): Promise<ShownFile | Problem<'not_found'>> => {
  const nothing = problem('not_found')
  const link = readLink(context, token)
  const [row] = link ? await findAttachments(context.db, [link.attachmentId]) : []
  if (!link || !row) return nothing
  if (link.sessionId === null) {
    // WeChat's content check, while it has not answered.
    if (row.state !== 'held') return nothing
  } else {
    const session = await sessionNow(context, link.sessionId)
    if (!session || !isShown(row, session.accountId) || !(await mayOpen(owners, session, row))) return nothing
  }
  const bytes = await readVariant(context, row, link.variant)
  return bytes ? { bytes, type: row.mediaType } : nothing
}

/** For the export of a conversation, whose reader the caller has checked. @throws Error when it is gone */
export const readAttachment = async (context: Context, attachmentId: string): Promise<Buffer> => {
  const [row] = await findAttachments(context.db, [attachmentId])
  const bytes = row && (await readVariant(context, row, 'full'))
  if (!bytes) throw new Error('The attachment is gone')
  return bytes
}
