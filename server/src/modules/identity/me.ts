/** The signed-in account, as its own account page shows it. */
import type { Config } from '../../config'
import { type Db, managerOf } from '../../db/transaction'
import type { FieldCipher } from '../../security/field-cipher'
import { maskPhone } from '../../security/mask'
import { Account } from './account.entity'
import { consentVersions, consentsOf } from './consents'
import type { Consent } from './consent.entity'
import type { Neighbours } from './neighbours'
import { showPerson } from './person'
import { Person } from './person.entity'
import { PersonLink } from './person-link.entity'
import { SessionRecord } from './session.entity'
import { Staff } from './staff.entity'
import { IsNull } from 'typeorm'

interface Showing {
  cipher: FieldCipher
  config: Config
  institutionNames: Neighbours['institutionNames']
  today: string
  now: Date
}

export const showConsent = ({ kind, version, givenAt, withdrawnAt }: Consent) => ({
  kind,
  version,
  givenAt: givenAt.toISOString(),
  withdrawnAt: withdrawnAt?.toISOString() ?? null,
})

/** Read anew rather than from the request's session: this answers right after a registration or an invitation too. */
export const showMe = async (
  db: Db,
  { accountId, sessionId }: { accountId: string; sessionId: string },
  { cipher, config, institutionNames, today, now }: Showing,
) => {
  const manager = managerOf(db)
  const account = await manager.findOneByOrFail(Account, { accountId })
  const { secondFactorUntil } = await manager.findOneByOrFail(SessionRecord, { sessionId })
  const link = await manager.findOneBy(PersonLink, { selfAccountKey: accountId })
  const self = link && (await manager.findOneByOrFail(Person, { personId: link.personId }))
  const positions = await manager.findBy(Staff, { accountId, disabledAt: IsNull() })
  const names = await institutionNames(
    manager,
    positions.map(p => p.institutionId),
  )
  const validUntil = positions.length && secondFactorUntil && secondFactorUntil > now ? secondFactorUntil : null
  return {
    accountId,
    phone: account.phone && maskPhone(cipher.open(account.phone, 'phone')),
    self: self && showPerson(cipher, self, today),
    positions: positions.map(p => ({ ...p, institutionName: names.get(p.institutionId) ?? p.institutionId })),
    secondFactor: {
      required: positions.length > 0,
      set: account.passcodeHash !== null,
      validUntil: validUntil?.toISOString() ?? null,
    },
    consents: (await consentsOf(manager, accountId)).map(showConsent),
    consentVersions: consentVersions(config),
  }
}
