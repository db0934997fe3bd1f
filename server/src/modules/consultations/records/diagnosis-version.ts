/** What the county is told of the diagnosis: the kept one when it was accepted, then that of each signed version. */
import type { Tx } from '../../../db/transaction'
import { enqueue } from '../../../relay/outbox'
import type { FieldCipher } from '../../../security/field-cipher'
import type { Consultation } from '../consultation.entity'
import { type Evidence, openJson } from '../earlier'

/** Pictures say nothing that a program reads: then the county first hears of the diagnosis from the signed record. */
const isKnown = ({ record }: Evidence): boolean => record?.kind === 'diagnosis'

/** @param summary number of the signed version */
export const diagnosisVersionOf = (cipher: FieldCipher, { evidence }: Consultation, summary: number): number =>
  summary + (isKnown(openJson<Evidence>(cipher, evidence!)) ? 1 : 0)

/** In the transaction of the acceptance. */
export const tellKeptDiagnosis = async (
  tx: Tx,
  consultationId: string,
  evidence: Evidence,
  at: Date,
): Promise<void> => {
  if (isKnown(evidence))
    await enqueue(tx, { kind: 'consultation-diagnosis', id: consultationId, version: 1, data: {}, at })
}
