/** What an ordinary outpatient visit costs, for others who ask as much. */
import { isExemptByAge, sessionFee } from 'shared/appointments/fees'
import { defaultAppointmentRules } from 'shared/appointments/rules-contract'
import { In } from 'typeorm'
import { type Db, managerOf } from '../../../db/transaction'
import { InstitutionRules } from '../institution-rules.entity'
import { rulesFrom } from '../rules/rules'

export type OrdinaryFee = (visit: { institutionId: string; title: string | null; age: number }) => number

/** @returns fen by institution, doctor's title and the person's age in full years; asked once for all of them */
export const ordinaryFeesAt = async (db: Db, institutionIds: readonly string[]): Promise<OrdinaryFee> => {
  const wanted = [...new Set(institutionIds)]
  const rows = wanted.length ? await managerOf(db).findBy(InstitutionRules, { institutionId: In(wanted) }) : []
  const known = new Map(rows.map(r => [r.institutionId, rulesFrom(r.rules)]))
  return ({ institutionId, title, age }) => {
    const rules = known.get(institutionId) ?? defaultAppointmentRules
    return isExemptByAge(rules, age) ? 0 : sessionFee(null, title, rules)
  }
}
