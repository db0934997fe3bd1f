/** The only door of this module. */
import type { Context } from '../../context'
import type { Routes } from '../../http/call'
import type { AttachmentOwners } from './owner'
import { ownAttachmentRoutes } from './routes'
import { wechatEventRoutes } from './wechat-event-routes'

export type { Attachment as AttachmentRow, OwnerKind } from './attachment.entity'
export { checkText, holdText } from './check-text'
export { type Claim, claimAttachments } from './claim'
export { forgetAttachments } from './forget'
export { attachmentJobs } from './jobs'
export { attachmentMetrics } from './metrics'
export { readAttachment } from './open'
export type { AttachmentOwner, AttachmentOwners, Checked } from './owner'
export { attachmentsOf, findAttachments, showAttachments } from './show'
export { createObjectStore } from './store/create-store'
export type { ObjectStore } from './store/object-store'
export { unusedAttachments } from './unused-data'
export { type VirusScan, createVirusScan } from './virus-scan'

export const attachmentRoutes = (context: Context, owners: AttachmentOwners): Routes[] => [
  ownAttachmentRoutes(context, owners),
  wechatEventRoutes(context, owners),
]
