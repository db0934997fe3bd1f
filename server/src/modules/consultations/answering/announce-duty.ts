/** Who waits for a doctor sees at once that they came or went. */
import { IsNull, Not } from 'typeorm'
import type { Context } from '../../../context'
import { Consultation } from '../consultation.entity'
import { announceMany } from '../talking/announce'
import type { Place } from './queue'

/** After the commit; nobody waits for it, as for all that is announced. */
export const announceDuty = (context: Context, { doctorId, institutionId }: Place): void => {
  const where = { doctorId, institutionId, status: 'planned' as const, queuedAt: Not(IsNull()) }
  context.db.manager
    .findBy(Consultation, where)
    .then(waiting => announceMany(context, waiting, ['state']))
    .catch((error: unknown) => context.log.warn({ err: error }, 'not announced'))
}
