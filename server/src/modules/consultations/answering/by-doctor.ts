import type { Call } from '../../../http/call'
import type { By } from '../change'
import type { DoctorSide } from '../sides'

export const purpose = '在线问诊'

/** How an act of the responsible doctor is audited. */
export const byDoctor = (
  action: string,
  { position }: Pick<DoctorSide, 'position'>,
  { session, requestId }: Pick<Call, 'session' | 'requestId'>,
): By => ({
  action,
  accountId: session.accountId,
  role: 'doctor',
  institutionId: position.institutionId,
  purpose,
  requestId,
})
