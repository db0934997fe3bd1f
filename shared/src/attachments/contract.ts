/** Pictures and sound that people send each other. */
import * as z from 'zod/mini'
import { endpoint } from '../kernel/endpoint'
import { Count, Id, Instant } from '../kernel/schemas'

export const attachmentKinds = ['picture', 'sound'] as const
export const AttachmentKind = z.enum(attachmentKinds)
export type AttachmentKind = z.infer<typeof AttachmentKind>

/**
 * `held`: waits for the answer of the content check, seen by who sent it alone; `refused`: did not pass it, shown to
 * nobody.
 */
export const AttachmentState = z.enum(['held', 'ready', 'refused'])
export type AttachmentState = z.infer<typeof AttachmentState>

const facts = {
  attachmentId: Id,
  kind: AttachmentKind,
  state: AttachmentState,
  /** Of a picture, in pixels, upright. */
  width: z.nullable(Count),
  height: z.nullable(Count),
  /** Of sound, rounded up. */
  seconds: z.nullable(Count),
}

export const UploadedAttachment = z.object(facts)
export type UploadedAttachment = z.infer<typeof UploadedAttachment>

/** As it stands in a message. */
export const ShownAttachment = z.object({
  ...facts,
  /**
   * Below the server's origin (`/api/files/…`), good until `linkUntil` for the session that asked; a picture is JPEG.
   * Null of what was refused.
   */
  url: z.nullable(z.string()),
  /** Of a picture that is shown: at most 320 pixels a side. */
  thumbnailUrl: z.nullable(z.string()),
  linkUntil: Instant,
})
export type ShownAttachment = z.infer<typeof ShownAttachment>

const everybody = ['resident'] as const

export const attachmentsContract = {
  upload: endpoint({
    method: 'POST',
    path: '/attachments',
    summary: 'Upload one picture or one piece of sound; what is not used within a day is deleted',
    access: everybody,
    upload: true,
    body: z.object({ kind: AttachmentKind }),
    reply: UploadedAttachment,
    status: 201,
    errors: [
      'attachment_type',
      'attachment_unreadable',
      'attachment_too_large',
      'attachment_limit',
      'sound_too_long',
      'attachment_infected',
      'virus_scan_unavailable',
    ],
    limit: 'upload',
  }),
  attachmentLink: endpoint({
    method: 'POST',
    path: '/attachments/:attachmentId/links',
    summary: 'New links to one that the caller may see: the old ones end after some minutes',
    access: everybody,
    params: z.object({ attachmentId: Id }),
    reply: ShownAttachment,
    errors: ['not_found'],
    // Changes nothing; links are secrets that must not be kept.
    idempotency: 'none',
  }),
  file: endpoint({
    method: 'GET',
    path: '/files/:token',
    summary: 'A picture, its thumbnail or sound, by a short-lived link; sound also in ranges',
    // The link stands for the session that asked for it, which must still be signed in and allowed.
    access: 'public',
    params: z.object({ token: z.string().check(z.regex(/^[A-Za-z0-9._-]{16,400}$/)) }),
    replyType: 'file',
    errors: ['not_found'],
  }),
}
