/** The doctor may see the county's records, or no longer. Taking it back is possible at any time. */
import { type Problem, isProblem, problem } from 'shared/kernel/errors'
import type { Receipt } from 'shared/relay/contract'
import { In } from 'typeorm'
import type { Tx } from '../../../db/transaction'
import { type Withdrawal, holdHealthData } from '../../identity'
import { changeConsultation } from '../change'
import { Consultation } from '../consultation.entity'
import { announce } from '../talking/announce'
import { type Act, type Write, byResident, findOwn } from './act'
import { type Shown, isLive, ownKnown, paymentsOf, showOwn } from './show-own'

type Refused = Problem<'consultation_state' | 'consent_required' | 'person_consent_withdrawn'>

export const changeRecordsAccess = async (
  act: Act,
  write: Write,
  { consultationId, allow }: { consultationId: string; allow: boolean },
  receipt: Receipt,
): Promise<Shown | Refused | Problem<'not_found'>> => {
  const own = await findOwn(act, consultationId)
  if (isProblem(own)) return own
  const { consultation: c, ground } = own
  if (allow && !isLive(c)) return problem('consultation_state')
  const known = await ownKnown(act, c, receipt)
  const payment = (await paymentsOf(act.context.db, [c])).get(consultationId) ?? null
  const by = byResident(act, ground, allow ? 'consultations.allow' : 'consultations.disallow', c.institutionId)
  const { accountId } = act.session
  const result = await write<Shown | Refused>(async tx => {
    const withheld = allow && (await holdHealthData(tx, { accountId, personId: c.personId }))
    if (withheld) return withheld
    const now = await changeConsultation(tx, c, { allowRecords: allow }, by, act.now)
    return isProblem(now) ? now : showOwn(now, known, payment, act)
  })
  if (!isProblem(result)) announce(act.context, c, 'state')
  return result
}

/**
 * Without the consent to health data no doctor may see more of them (个人信息保护法 art. 15): in what the account asked, and
 * in what was asked for its own person. Whoever allows it at the same moment holds the consent (identity's holdHealthData):
 * what they wrote before the withdrawal is found here, and after it nothing is written. The rows are locked, so that no
 * other change of theirs comes in between.
 * @returns those that were changed, as they are now
 */
export const takeBackRecords = async (
  tx: Tx,
  { accountId, selfPersonId, requestId }: Pick<Withdrawal, 'accountId' | 'selfPersonId' | 'requestId'>,
  now: Date,
): Promise<Consultation[]> => {
  const allowing = { status: In(['planned', 'in-progress']), allowRecords: true }
  const where = [{ ...allowing, accountId }, ...(selfPersonId ? [{ ...allowing, personId: selfPersonId }] : [])]
  const found = await tx.find(Consultation, { where, select: { consultationId: true } })
  const rows = await tx.find(Consultation, {
    where: { ...allowing, consultationId: In(found.map(c => c.consultationId)) },
    order: { consultationId: 'ASC' },
    lock: { mode: 'pessimistic_write' },
  })
  const who = { accountId, requestId, role: 'resident', purpose: null }
  const changed: Consultation[] = []
  for (const c of rows) {
    const by = { ...who, action: 'consultations.disallow', institutionId: c.institutionId }
    const after = await changeConsultation(tx, c, { allowRecords: false }, by, now)
    if (!isProblem(after)) changed.push(after)
  }
  return changed
}
