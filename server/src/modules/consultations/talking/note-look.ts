/** Whoever reads what another person said leaves a row that the person can read: once an hour is enough. */
import type { Context } from '../../../context'
import { type Access, recordAccesses } from '../../audit'

/** Rows that this process wrote or found this hour: phones that ask every few seconds cost no question. */
const seen = new WeakMap<object, { hour: number; keys: Set<string> }>()

export const noteLook = async ({ db }: Pick<Context, 'db'>, access: Access): Promise<void> => {
  const hour = Math.floor(access.at.getTime() / 3_600_000)
  const known = seen.get(db)
  const keys = known?.hour === hour ? known.keys : new Set<string>()
  seen.set(db, { hour, keys })
  const key = `${access.accountId} ${access.personId} ${access.action}`
  if (keys.has(key)) return
  await recordAccesses(db, [access], { onceEvery: 'hour' })
  keys.add(key)
}
