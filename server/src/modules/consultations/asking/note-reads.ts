import { recordAccesses } from '../../audit'
import { type ActingFor, auditedAs } from '../../identity'
import type { Act } from './act'

/**
 * Who looks at another person's consultations leaves a row that the person can read; once an hour is enough.
 * @param consultationId where one was looked at; undefined: a list, which is a look at each
 */
export const noteReads = async (
  { context: { db }, session, requestId, now }: Act,
  grounds: readonly ActingFor[],
  action: 'consultations.read' | 'consultations.diagnoses',
  consultationId?: string,
): Promise<void> => {
  const others = grounds.filter(ground => ground.personId !== session.selfPersonId)
  await recordAccesses(
    db,
    others.map(ground => ({
      at: now,
      action,
      personId: ground.personId,
      accountId: session.accountId,
      requestId,
      ...auditedAs(ground),
      ...(consultationId && { details: { consultationId } }),
    })),
    { onceEvery: 'hour' },
  )
}
