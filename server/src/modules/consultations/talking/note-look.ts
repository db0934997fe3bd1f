/**
 * Whoever reads what another person said leaves a row that the person can read: once an hour is enough, of each
 * consultation, so that its trace has everybody who read it.
 */
import type { Context } from '../../../context'
import { type Access, recordAccesses } from '../../audit'
import type { Consultation } from '../consultation.entity'

/** Rows that this process wrote or found this hour: phones that ask every few seconds cost no question. */
const seen = new WeakMap<object, { hour: number; keys: Set<string> }>()

export const noteLook = async (
  { db }: Pick<Context, 'db'>,
  { consultationId, personId }: Pick<Consultation, 'consultationId' | 'personId'>,
  look: Omit<Access, 'personId' | 'details'>,
): Promise<void> => {
  const hour = Math.floor(look.at.getTime() / 3_600_000)
  const known = seen.get(db)
  const keys = known?.hour === hour ? known.keys : new Set<string>()
  seen.set(db, { hour, keys })
  const key = `${look.accountId} ${look.action} ${consultationId}`
  if (keys.has(key)) return
  await recordAccesses(db, [{ ...look, personId, details: { consultationId } }], { onceEvery: 'hour' })
  keys.add(key)
}
