/** Words that a doctor uses often, kept by themselves; and the county's education templates, which are everybody's. */
import { type Problem, problem } from 'shared/kernel/errors'
import { In, IsNull } from 'typeorm'
import { v7 as uuid } from 'uuid'
import { insertRows } from '../../../db/insert-rows'
import { type Db, type Tx, managerOf } from '../../../db/transaction'
import { ConsultationPhrase } from '../phrase.entity'

export interface NewPhrase {
  kind: ConsultationPhrase['kind']
  title: string | null
  text: string
}

const show = ({ phraseId, kind, title, text, doctorId }: ConsultationPhrase) => ({
  phraseId,
  kind,
  title,
  text,
  own: doctorId !== null,
})

/** Own ones first, newest first; then the county's. */
export const listPhrases = async (db: Db, doctorIds: string[]) => {
  const rows = await managerOf(db).find(ConsultationPhrase, {
    where: [{ doctorId: In(doctorIds) }, { doctorId: IsNull() }],
    order: { createdAt: 'DESC', phraseId: 'DESC' },
  })
  return [...rows.filter(p => p.doctorId), ...rows.filter(p => !p.doctorId)].map(show)
}

/** `limit`: of own ones. Two at the same moment may pass it by one, which harms nobody. */
export const addPhrase = async (
  tx: Tx,
  { doctorId, phrase, limit, at }: { doctorId: string; phrase: NewPhrase; limit: number; at: Date },
): Promise<ReturnType<typeof show> | Problem<'phrase_limit'>> => {
  if ((await tx.countBy(ConsultationPhrase, { doctorId })) >= limit) return problem('phrase_limit', { limit })
  const phraseId = uuid()
  const { kind, title, text } = phrase
  await insertRows(tx, 'consultation_phrase', [
    { phrase_id: phraseId, doctor_id: doctorId, kind, title, text, created_at: at },
  ])
  return { phraseId, kind, title, text, own: true }
}

export const removePhrase = async (
  tx: Tx,
  doctorIds: string[],
  phraseId: string,
): Promise<void | Problem<'not_found'>> => {
  const { affected } = await tx.delete(ConsultationPhrase, { phraseId, doctorId: In(doctorIds) })
  if (!affected) return problem('not_found')
}
