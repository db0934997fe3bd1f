/** Tells whoever is not looking that the other side wrote: once for each silence. */
import type { Context } from '../../../context'
import { selectRows } from '../../../db/pool-query'
import { transaction } from '../../../db/transaction'
import { keysTold } from '../../notifications'
import type { Consultation } from '../consultation.entity'
import { type About, keyOf, tellDoctor, tellResident } from './tell-consultation'

/** Whoever looks has read it by then. */
const patienceMs = 60_000
/** What is older was told, or the server stood still for so long that nobody waits for the word any more. */
const farthestMs = 86_400_000

type Unread = About & Pick<Consultation, 'status'> & { awaiting: 'resident' | 'doctor' }
const kindOf = ({ awaiting }: Unread) =>
  awaiting === 'resident' ? ('consultation_answered' as const) : ('consultation_waiting' as const)

/** Before accepting, whatever a doctor says is asked back. */
const answerOf = ({ status }: Unread, at: Date) => ({ at, ...(status === 'planned' && { state: '请您回答' }) })

/** Live ones in which the side whose turn it is has not read what was said last. */
const findUnread = ({ db }: Context, now: Date): Promise<Unread[]> =>
  selectRows<Unread>(
    db,
    `SELECT consultation_id AS consultationId, person_id AS personId, doctor_id AS doctorId,
       institution_id AS institutionId, version, resident_read AS residentRead, doctor_read AS doctorRead,
       follow_up_on AS followUpOn, status, awaiting
     FROM consultation
     WHERE status IN ('planned', 'in-progress') AND last_at BETWEEN ? AND ?
       AND ((awaiting = 'resident' AND resident_read < last_seq) OR (awaiting = 'doctor' AND doctor_read < last_seq))`,
    [new Date(now.getTime() - farthestMs), new Date(now.getTime() - patienceMs)],
  )

export const tellUnread = async (context: Context, stopping?: AbortSignal): Promise<void> => {
  const { db, clock } = context
  const unread = await findUnread(context, clock.now())
  const told = await keysTold(
    db,
    unread.map(c => keyOf(c, kindOf(c))),
  )
  for (const c of unread.filter(one => !told.has(keyOf(one, kindOf(one))))) {
    if (stopping?.aborted) return
    const at = clock.now()
    await transaction(db, tx =>
      c.awaiting === 'doctor' ? tellDoctor(tx, c, at) : tellResident(tx, c, 'consultation_answered', answerOf(c, at)),
    )
  }
}
