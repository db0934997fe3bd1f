/**
 * Who may do what here: role × institution × relation to the person. The role itself is checked by the contract's
 * `access`; other people's links, appeals and positions answer `not_found`, as those that do not exist.
 *
 * | what                                   | who                                                                    |
 * |----------------------------------------|------------------------------------------------------------------------|
 * | register, bind a phone, consents       | the account, for itself                                                |
 * | add a member                           | a registered account; under GUARDIAN_BELOW_AGE an adult with consent   |
 * | confirm or unbind a member             | the account that added the member                                      |
 * | settle a registration in doubt          | staff in a working period who were told its number; never one's own    |
 * | give a proxy                           | a registered person, for themselves                                    |
 * | record a proxy on paper                | a doctor in a working period, to themselves                            |
 * | revoke a proxy                         | the person who gave it, or the account that acts by it                 |
 * | decide appeals, staff, invitations     | an administrator in a working period, of the whole county              |
 */
import { type Problem, problem } from 'shared/kernel/errors'
import { readIdentityNumber } from 'shared/identity/identity-number'
import { addDays } from '../../clock'
import type { Config } from '../../config'
import { ageOn } from './person'
import type { PersonLink } from './person-link.entity'
import type { Session } from './session'

export const adultAge = 18

/** 个人信息保护法 art. 31: below the age (14) a guardian consents, who must be an adult (民法典 art. 17, 27). */
export const guardianProblem = (
  { identityNumber, guardianConsent }: { identityNumber: string; guardianConsent: boolean },
  guardianBirthDate: string,
  belowAge: number,
  today: string,
): Problem<'guardian_consent_required' | 'guardian_too_young'> | null => {
  if (ageOn(readIdentityNumber(identityNumber).birthDate, today) >= belowAge) return null
  if (ageOn(guardianBirthDate, today) < adultAge) return problem('guardian_too_young')
  return guardianConsent ? null : problem('guardian_consent_required')
}

/** A proxy ends at the earliest tomorrow, at the latest after PROXY_MAX_DAYS. */
export const endDateProblem = (
  endsOn: string,
  today: string,
  { PROXY_MAX_DAYS }: Config,
): Problem<'end_date_invalid'> | null => {
  const latest = addDays(today, PROXY_MAX_DAYS)
  return endsOn > today && endsOn <= latest ? null : problem('end_date_invalid', { latest })
}

export const mayUnbind = (session: Session, link: PersonLink): boolean =>
  link.basis === 'member' && link.state !== 'ended' && link.accountId === session.accountId

/** Either side, at once. */
export const mayRevoke = (session: Session, link: PersonLink): boolean =>
  link.basis === 'proxy' &&
  link.state !== 'ended' &&
  (link.accountId === session.accountId || link.personId === session.selfPersonId)
