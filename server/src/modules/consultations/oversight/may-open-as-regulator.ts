/** An administrator sees the pictures of a consultation for as long as the look at it, with its reason, is fresh. */
import type { Context } from '../../../context'
import { didSince } from '../../audit'
import type { Session } from '../../identity'

export const mayOpenAsRegulator = async (
  { db, clock, config }: Context,
  { accountId, positions, secondFactorUntil }: Session,
  consultationId: string,
): Promise<boolean> => {
  const now = clock.now()
  const atWork = secondFactorUntil !== null && secondFactorUntil > now
  if (!atWork || !positions.some(p => p.role === 'administrator')) return false
  const since = new Date(now.getTime() - config.ATTACHMENT_LINK_MINUTES * 60_000)
  const look = { accountId, action: 'consultations.view', since }
  return didSince(db, look, details => details.consultationId === consultationId)
}
