/** How an administrator's looks and acts are audited: always with the consultation, and the reason where one is given. */
import type { Context } from '../../../context'
import { type Access, recordAccess } from '../../audit'
import { type Position, type Session, institutionOf } from '../../identity'
import type { Consultation } from '../consultation.entity'

/** Of the request (http/call.ts). */
export interface Asking {
  session: Session
  positions: Position[]
  requestId: string
}

export const lookOf = (
  { clock }: Context,
  { session, positions, requestId }: Asking,
  action: string,
  personId: string,
  purpose: string | null = null,
): Access => ({
  at: clock.now(),
  action,
  accountId: session.accountId,
  role: 'administrator',
  institutionId: institutionOf(positions),
  personId,
  purpose,
  requestId,
})

/** Before anything is shown: without the row there is no look. */
export const recordLook = (
  context: Context,
  asking: Asking,
  action: string,
  { consultationId, personId }: Pick<Consultation, 'consultationId' | 'personId'>,
  reason: string,
): Promise<void> =>
  recordAccess(context.db, { ...lookOf(context, asking, action, personId, reason), details: { consultationId } })
