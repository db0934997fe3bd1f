/** Booking rules of an institution: what it set, over the defaults. */
import { type AppointmentRules, defaultAppointmentRules } from 'shared/appointments/rules-contract'
import type { DataSource } from 'typeorm'
import type { Tx } from '../../../db/transaction'
import { InstitutionRules } from '../institution-rules.entity'
import { parseJson } from '../parse-json'

type Db = DataSource | Tx
const managerOf = (db: Db): Tx => ('manager' in db ? db.manager : (db as Tx))

/** `stored`: the JSON column, null when the institution set nothing. Rules added by a later version have defaults. */
export const rulesFrom = (stored: unknown): AppointmentRules =>
  stored === null || stored === undefined
    ? defaultAppointmentRules
    : { ...defaultAppointmentRules, ...parseJson<Partial<AppointmentRules>>(stored) }

export const rulesOf = async (db: Db, institutionId: string): Promise<AppointmentRules> =>
  rulesFrom((await managerOf(db).findOneBy(InstitutionRules, { institutionId }))?.rules)
