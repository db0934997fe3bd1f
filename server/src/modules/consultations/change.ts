/** One change of a consultation: only of the state that was read, with its version, its event and its audit row. */
import { problem } from 'shared/kernel/errors'
import type { Tx } from '../../db/transaction'
import { enqueue } from '../../relay/outbox'
import { type Access, recordAccess } from '../audit'
import { Consultation } from './consultation.entity'

type Changed = Partial<Omit<Consultation, 'consultationId' | 'version' | 'lastSeq'>>

/** Who did it, for the audit row; `system` acts of jobs leave none about a person's data being seen. */
export type By = Pick<Access, 'action' | 'accountId' | 'role' | 'institutionId' | 'purpose' | 'requestId'>

/**
 * @param c as read; somebody else's change in between makes this one a `consultation_state`
 * @returns the row as it is now
 */
export const changeConsultation = async (tx: Tx, c: Consultation, set: Changed, by: By, at: Date) => {
  const version = c.version + 1
  const { consultationId } = c
  const done = await tx.update(Consultation, { consultationId, version: c.version }, { ...set, version } as never)
  if (!done.affected) return problem('consultation_state')
  const now: Consultation = { ...c, ...set, version }
  // The county platform hears of it once it is a consultation: asked and paid for, or free.
  if (now.queuedAt) {
    const data = { status: now.status, ...(now.outcome && { outcome: now.outcome }) }
    await enqueue(tx, { kind: 'consultation', id: consultationId, version, data, at })
  }
  await recordAccess(tx, { ...by, at, personId: c.personId, details: { consultationId, status: now.status } })
  return now
}

/** What every end sets. */
export const ended = (outcome: NonNullable<Consultation['outcome']>, words: string | null, at: Date) => ({
  status: outcome === 'summary' || outcome === 'clinic' ? ('finished' as const) : ('cancelled' as const),
  outcome,
  endedAt: at,
  endedWords: words,
  liveKey: null,
  awaiting: null,
  awaitingSince: null,
  lapseAt: null,
})
