/** Rules of online consultation of an institution: what it set, over the defaults. */
import { type ConsultationRules as Rules, defaultConsultationRules } from 'shared/consultations/admin-contract'
import { type Db, managerOf } from '../../../db/transaction'
import { ConsultationRules } from '../rules.entity'

/** `stored`: the JSON column, text from MariaDB and a value from MySQL; null when the institution set nothing. */
export const rulesFrom = (stored: unknown): Rules => ({
  ...defaultConsultationRules,
  ...((typeof stored === 'string' ? JSON.parse(stored) : stored) as Partial<Rules> | null),
})

export const rulesOf = async (db: Db, institutionId: string): Promise<Rules> =>
  rulesFrom((await managerOf(db).findOneBy(ConsultationRules, { institutionId }))?.rules ?? null)
