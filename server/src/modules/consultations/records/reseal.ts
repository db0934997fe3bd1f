/** After a key change everything sealed of consultations is sealed anew. */
import type { Context } from '../../../context'
import { resealRows } from '../../../security/reseal'
import { ConsultationComplaint } from '../complaint.entity'
import { Consultation } from '../consultation.entity'
import { ConsultationMessage } from '../message.entity'
import { SigningKey } from '../signing-key.entity'
import { ConsultationSummary } from '../summary.entity'

const field = 'consultation' as const
const batch = 200

/** A consultation's versions share its id: by id and number. */
const resealSummaries = async ({ db, cipher }: Context): Promise<void> => {
  for (let id = '', number = 0; ;) {
    const rows = await db.manager
      .createQueryBuilder(ConsultationSummary, 's')
      .where('s.consultation_id > :id OR (s.consultation_id = :id AND s.version > :number)', { id, number })
      .orderBy('s.consultationId')
      .addOrderBy('s.version')
      .take(batch)
      .getMany()
    for (const { consultationId, version, document } of rows) {
      if (!cipher.isOld(document)) continue
      const anew = { document: cipher.seal(cipher.open(document, field), field) }
      await db.manager.update(ConsultationSummary, { consultationId, version }, anew)
    }
    const last = rows.at(-1)
    if (!last || rows.length < batch) return
    id = last.consultationId
    number = last.version
  }
}

export const resealConsultations = async (context: Context): Promise<void> => {
  const { db, cipher } = context
  await resealRows(db, cipher, Consultation, 'consultationId', {
    reason: field,
    earlier: field,
    answers: field,
    redFlags: field,
    evidence: field,
    askedBy: 'name',
    endedWords: field,
    transferWords: field,
    ratingWords: field,
  })
  await resealRows(db, cipher, ConsultationMessage, 'messageId', { authorName: 'name', text: field })
  await resealRows(db, cipher, ConsultationComplaint, 'complaintId', { statement: field, answer: field })
  await resealRows(db, cipher, SigningKey, 'keyId', { privateKey: 'signing_key' })
  await resealSummaries(context)
}
