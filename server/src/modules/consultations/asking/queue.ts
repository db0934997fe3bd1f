/** A question comes to its doctor: asked where it is free, else paid for. */
import type { ConsultationRules } from 'shared/consultations/admin-contract'
import type { Tx } from '../../../db/transaction'
import { enqueue } from '../../../relay/outbox'
import type { FieldCipher } from '../../../security/field-cipher'
import type { Consultation } from '../consultation.entity'
import { openJson } from '../earlier'

/** What that sets: the hours in which it is accepted begin to run. */
export const queued = ({ acceptHours }: Pick<ConsultationRules, 'acceptHours'>, at: Date) => ({
  queuedAt: at,
  cameAt: at,
  acceptBefore: new Date(at.getTime() + acceptHours * 3_600_000),
  awaiting: 'doctor' as const,
  awaitingSince: at,
})

/** The answers to the doctor's questions go to the county platform with the question, if there are any. */
export const tellAnswers = async (
  tx: Tx,
  cipher: FieldCipher,
  { consultationId, answers }: Pick<Consultation, 'consultationId' | 'answers'>,
  at: Date,
): Promise<void> => {
  if (!openJson<unknown[]>(cipher, answers).length) return
  await enqueue(tx, { kind: 'consultation-answers', id: consultationId, version: 1, data: {}, at })
}
