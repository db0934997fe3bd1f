/** Links to the bytes: short-lived, sealed, for one session, or for WeChat's content check and no session at all. */
import * as z from 'zod/mini'
import type { Context } from '../../context'
import type { Variant } from './sealed-object'

export const variants = ['full', 'thumbnail'] as const satisfies readonly Variant[]

/** `sessionId` null: for WeChat, as long as the content check has not answered. */
const Link = z.tuple([z.enum(variants), z.uuid(), z.nullable(z.uuid()), z.int()])
export interface Link {
  variant: Variant
  attachmentId: string
  sessionId: string | null
  until: Date
}

/** WeChat fetches within half an hour. */
export const checkMinutes = 30

export const linkUntil = ({ clock, config }: Context): Date =>
  new Date(clock.now().getTime() + config.ATTACHMENT_LINK_MINUTES * 60_000)

/** A path below the server's origin. */
export const makeLink = ({ cipher }: Context, { variant, attachmentId, sessionId, until }: Link): string => {
  const text = JSON.stringify([variant, attachmentId, sessionId, until.getTime()])
  return `/api/files/${cipher.seal(text, 'attachment_link')}`
}

/** Null: not one of ours, or over. */
export const readLink = ({ cipher, clock }: Context, token: string): Link | null => {
  try {
    const [variant, attachmentId, sessionId, ms] = Link.parse(JSON.parse(cipher.open(token, 'attachment_link')))
    const until = new Date(ms)
    return until > clock.now() ? { variant, attachmentId, sessionId, until } : null
  } catch {
    return null
  }
}
