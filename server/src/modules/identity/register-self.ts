/** 实名登记: binds the account to the person it says it is. */
import { type Problem, isProblem, problem } from 'shared/kernel/errors'
import type { Config } from '../../config'
import type { Tx } from '../../db/transaction'
import type { PlatformPerson } from '../../relay/connector'
import type { FieldCipher } from '../../security/field-cipher'
import { scopes } from 'shared/identity/schemas'
import { giveConsent, tellConsentsInForce } from './consents'
import { makeLink } from './links'
import { upsertPerson } from './person'
import type { Person } from './person.entity'
import { PersonLink } from './person-link.entity'

type Refusal = Problem<'already_registered' | 'person_bound_elsewhere' | 'consent_required'>

export interface Registration {
  accountId: string
  found: PlatformPerson
  consentVersion: string
  /** When it was staff who said that this file is the person's. */
  fileChosenAt?: Date
}

/** Gives the health-data consent (个人信息保护法 art. 29) in the same transaction: no binding without it. */
export const registerSelf = async (
  tx: Tx,
  { cipher, config }: { cipher: FieldCipher; config: Config },
  { accountId, found, consentVersion, fileChosenAt }: Registration,
  now: Date,
): Promise<Person | Refusal> => {
  const consent = await giveConsent(tx, config, { accountId, kind: 'health_data', version: consentVersion }, now)
  if (isProblem(consent)) return problem('consent_required')
  const person = await upsertPerson(tx, cipher, found, now, fileChosenAt)
  const link = await makeLink(tx, { accountId, personId: person.personId, basis: 'self', scope: [...scopes] }, now)
  if (link) {
    await tellConsentsInForce(tx, accountId, now)
    return person
  }
  const own = await tx.findOneBy(PersonLink, { selfAccountKey: accountId })
  return problem(own ? 'already_registered' : 'person_bound_elsewhere')
}
