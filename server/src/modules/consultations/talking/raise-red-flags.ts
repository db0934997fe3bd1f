/** Warning words that come later in the talk stand beside those of the question, where the doctor looks first. */
import { type RedFlag, redFlagsIn } from 'shared/consultations/red-flags'
import { runSql } from '../../../db/pool-query'
import type { Tx } from '../../../db/transaction'
import type { FieldCipher } from '../../../security/field-cipher'
import { Consultation } from '../consultation.entity'
import { openJson, sealJson } from '../earlier'
import { tellDoctor } from './tell-consultation'

/** Only the resident's own words: a doctor who asks about chest pain reports none. */
export const redFlagsSaid = (author: string, text: string | undefined): RedFlag[] =>
  author === 'resident' && text !== undefined ? redFlagsIn(text) : []

/**
 * Each kind once, as it was first written. No change that the county platform hears of: neither version nor number moves.
 * @param said not empty. To be called after the message took its number, which locked the consultation's row.
 */
export const raiseRedFlags = async (
  tx: Tx,
  cipher: FieldCipher,
  { consultationId, said, at }: { consultationId: string; said: readonly RedFlag[]; at: Date },
): Promise<void> => {
  const c = await tx.findOneOrFail(Consultation, { where: { consultationId }, lock: { mode: 'pessimistic_write' } })
  const known = openJson<RedFlag[]>(cipher, c.redFlags)
  const fresh = said.filter(flag => !known.some(({ kind }) => kind === flag.kind))
  if (!fresh.length) return
  const redFlags = [...known, ...fresh]
  const sql = 'UPDATE consultation SET red_flags = ? WHERE consultation_id = ?'
  await runSql(tx, sql, [sealJson(cipher, redFlags), consultationId])
  await tellDoctor(tx, c, at, { state: '可能紧急', once: `flags:${redFlags.length}`, urgent: true })
}
