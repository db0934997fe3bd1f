/** What a number costs, pure: the session's own fee, else that of the doctor's title; nothing for who is exempt by age. */
import type { AppointmentRules } from './rules-contract'

/**
 * The fee of a session in fen. `told`: what the county platform says; null when it says nothing, which is not the same
 * as free. A title without a fee of its own is free.
 */
export const sessionFee = (
  told: number | null,
  title: string | null,
  { titleFees }: Pick<AppointmentRules, 'titleFees'>,
): number => told ?? titleFees.find(t => t.title === title)?.fee ?? 0

/** `age`: full years on the day of the visit. */
export const isExemptByAge = (
  { exemptFromAge, exemptBelowAge }: Pick<AppointmentRules, 'exemptFromAge' | 'exemptBelowAge'>,
  age: number,
): boolean => (exemptFromAge !== null && age >= exemptFromAge) || (exemptBelowAge !== null && age < exemptBelowAge)
