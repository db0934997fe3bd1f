import type { Session } from '../../identity'
import type { By } from '../change'

export const purpose = '在线问诊'

/** How an act of the responsible doctor is audited. */
export const byDoctor = (
  action: string,
  { position }: { position: { institutionId: string } },
  { session, requestId }: { session: Session; requestId: string },
): By => ({
  action,
  accountId: session.accountId,
  role: 'doctor',
  institutionId: position.institutionId,
  purpose,
  requestId,
})
