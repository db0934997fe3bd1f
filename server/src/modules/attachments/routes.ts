import { attachmentsContract } from 'shared/attachments/contract'
import { isProblem, problem } from 'shared/kernel/errors'
import type { Context } from '../../context'
import { type Routes, routes } from '../../http/call'
import { mayOpen, openFile } from './open'
import type { AttachmentOwners } from './owner'
import { readUploaded } from './read-upload'
import { factsOf, findAttachments, showAttachment } from './show'
import { finishUpload, storeUpload, tooManyUnused } from './store-upload'
import { wakeChecks } from './wake'

export const ownAttachmentRoutes = (context: Context, owners: AttachmentOwners): Routes => {
  const { db, clock, config, log, contentCheck } = context
  return routes(attachmentsContract, {
    upload: async ({ body: { kind }, file }, { session: { accountId }, write, requestId }) => {
      const refused = await tooManyUnused(db, accountId, config.ATTACHMENT_UNUSED_LIMIT)
      if (refused) return refused
      const read = await readUploaded(context, kind, Buffer.from(file.bytes))
      if (isProblem(read)) return read
      const attachmentId = await storeUpload(context, accountId, kind, read).catch((error: unknown) => {
        log.error({ err: error, requestId }, 'an upload could not be stored')
        return problem('unavailable')
      })
      if (isProblem(attachmentId)) return attachmentId
      const reply = await write(async tx =>
        factsOf(await finishUpload(tx, attachmentId, contentCheck !== null, clock.now())),
      )
      if (contentCheck) wakeChecks(db).ring()
      return reply
    },
    attachmentLink: async ({ params: { attachmentId } }, { session, requestId }) => {
      const [row] = await findAttachments(db, [attachmentId])
      const allowed = row && (await mayOpen(owners, session, row))
      // Another's that is held is as good as not sent yet.
      if (!allowed || (row.state === 'held' && row.accountId !== session.accountId)) return problem('not_found')
      if (row.ownerKind && row.ownerId) await owners[row.ownerKind].noteLook(session, row.ownerId, requestId)
      return showAttachment(context, session, row)
    },
    file: ({ params: { token } }) => openFile(context, owners, token),
  })
}
