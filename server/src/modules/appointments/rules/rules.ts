/** Booking rules of an institution: what it set, over the defaults. */
import { type AppointmentRules, defaultAppointmentRules } from 'shared/appointments/rules-contract'
import type { DataSource } from 'typeorm'
import type { Tx } from '../../../db/transaction'
import { InstitutionRules } from '../institution-rules.entity'
import { parseJson } from '../parse-json'

type Db = DataSource | Tx
const managerOf = (db: Db): Tx => ('manager' in db ? db.manager : (db as Tx))

/** The same text is read with every slot: parsed once. */
const parsed = new Map<string, AppointmentRules>()

/** `stored`: the JSON column, null when the institution set nothing. Rules added by a later version have defaults. */
export const rulesFrom = (stored: unknown): AppointmentRules => {
  if (stored === null || stored === undefined) return defaultAppointmentRules
  const known = typeof stored === 'string' && parsed.get(stored)
  if (known) return known
  const rules = { ...defaultAppointmentRules, ...parseJson<Partial<AppointmentRules>>(stored) }
  if (parsed.size > 100) parsed.clear()
  if (typeof stored === 'string') parsed.set(stored, rules)
  return rules
}

export const rulesOf = async (db: Db, institutionId: string): Promise<AppointmentRules> =>
  rulesFrom((await managerOf(db).findOneBy(InstitutionRules, { institutionId }))?.rules)
