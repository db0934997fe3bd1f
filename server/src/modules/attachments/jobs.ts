import type { Context } from '../../context'
import type { Job } from '../../jobs/scheduler'
import { resealRows } from '../../security/reseal'
import { Attachment } from './attachment.entity'
import { askAboutHeld } from './check-media'
import { askAboutHeldTexts } from './check-text'
import { HeldText } from './content-check.entity'
import { cleanAttachments } from './forget'
import type { AttachmentOwners } from './owner'
import { wakeChecks } from './wake'

export const attachmentJobs = (context: Context, owners: AttachmentOwners): Job[] => [
  {
    name: 'attachments-check',
    does: '把待审核的图片、录音和文字送审',
    everySeconds: 30,
    leaseSeconds: 60,
    wake: wakeChecks(context.db),
    run: async stopping => {
      try {
        await askAboutHeld(context, owners, stopping)
      } finally {
        await askAboutHeldTexts(context, owners, stopping)
      }
    },
  },
  {
    name: 'attachments-clean',
    does: '清理没用上的和已删除的图片、录音',
    everySeconds: 600,
    leaseSeconds: 600,
    run: stopping => cleanAttachments(context, stopping),
  },
  {
    name: 'attachments-reseal',
    does: '换密钥后，把图片和录音的密钥用新密钥重新加密',
    everySeconds: 3600,
    leaseSeconds: 3600,
    run: async () => {
      const { db, cipher } = context
      await resealRows(db, cipher, Attachment, 'attachmentId', { sealedKey: 'attachment_key' })
      await resealRows(db, cipher, HeldText, 'textId', { words: 'statement' })
    },
  },
]
