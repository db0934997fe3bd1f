/** What a question costs: what the institution set, else as much as an ordinary visit to a doctor of that title. */
import type { ConsultationRules } from 'shared/consultations/admin-contract'
import type { OrdinaryFee } from '../../appointments'

export interface Priced {
  rules: ConsultationRules
  institutionId: string
  title: string | null
  /** Of the person in full years: who is exempt at the window is exempt here. */
  age: number
}

/** @returns fen; nothing where there is no merchant account: money for a talk cannot be taken at a window */
export const priceOf = (
  { rules, institutionId, title, age }: Priced,
  ordinaryFee: OrdinaryFee,
  cashier: boolean,
): number => (cashier ? (rules.fee ?? ordinaryFee({ institutionId, title, age })) : 0)
