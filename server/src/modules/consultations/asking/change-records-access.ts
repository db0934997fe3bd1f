/** The doctor may see the county's records, or no longer. Taking it back is possible at any time. */
import { type Problem, isProblem, problem } from 'shared/kernel/errors'
import type { Receipt } from 'shared/relay/contract'
import { changeConsultation } from '../change'
import { announce } from '../talking/announce'
import { type Act, type Write, byResident, findOwn } from './act'
import { type Shown, isLive, ownKnown, paymentsOf, showOwn } from './show-own'

export const changeRecordsAccess = async (
  act: Act,
  write: Write,
  { consultationId, allow }: { consultationId: string; allow: boolean },
  receipt: Receipt,
): Promise<Shown | Problem<'not_found' | 'consultation_state'>> => {
  const own = await findOwn(act, consultationId)
  if (isProblem(own)) return own
  const { consultation: c, ground } = own
  if (allow && !isLive(c)) return problem('consultation_state')
  const known = await ownKnown(act, c, receipt)
  const payment = (await paymentsOf(act.context.db, [c])).get(consultationId) ?? null
  const by = byResident(act, ground, allow ? 'consultations.allow' : 'consultations.disallow', c.institutionId)
  const result = await write<Shown | Problem<'consultation_state'>>(async tx => {
    const now = await changeConsultation(tx, c, { allowRecords: allow }, by, act.now)
    return isProblem(now) ? now : showOwn(now, known, payment, act)
  })
  if (!isProblem(result)) announce(act.context, c, 'state')
  return result
}
