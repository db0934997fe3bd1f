/** Invitations of staff: a one-time code that is shown once and kept as a hash. */
import { randomInt } from 'node:crypto'
import { v7 as uuid } from 'uuid'
import type { Config } from '../../config'
import type { Clock } from '../../clock'
import type { Tx } from '../../db/transaction'
import type { FieldCipher } from '../../security/field-cipher'
import { Invitation } from './invitation.entity'
import type { Staff } from './staff.entity'
import { hashOf } from './tokens'

export interface NewPosition {
  role: Staff['role']
  institutionId: string
  practitionerId: string | null
  displayName: string
  createdBy: string | null
}
export interface OneTimeCode {
  code: string
  expiresAt: Date
}

/** Crockford's alphabet: nothing that is misread over the phone. */
const letters = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'

/** 80 random bits, `ABCD-EFGH-JKMN-PQRS`. */
const inventCode = (): string =>
  Array.from({ length: 4 }, () => Array.from({ length: 4 }, () => letters[randomInt(32)]).join('')).join('-')

/** The same code however it is typed. */
export const hashOfCode = (code: string): string => hashOf(code.toUpperCase().replace(/[^0-9A-Z]/g, ''))

interface Keeping {
  cipher: FieldCipher
  config: Config
  clock: Clock
}

const keep = async (tx: Tx, { config, clock }: Keeping, what: Partial<Invitation>): Promise<OneTimeCode> => {
  const now = clock.now()
  const code = inventCode()
  const expiresAt = new Date(now.getTime() + config.INVITATION_HOURS * 3_600_000)
  const row = { ...what, invitationId: uuid(), codeHash: hashOfCode(code), createdAt: now, expiresAt }
  await tx.createQueryBuilder().insert().into(Invitation).values(row).updateEntity(false).execute()
  return { code, expiresAt }
}

export const createInvitation = (tx: Tx, keeping: Keeping, position: NewPosition): Promise<OneTimeCode> =>
  keep(tx, keeping, { ...position, displayName: keeping.cipher.seal(position.displayName, 'name') })

/** A new passcode for somebody who forgot theirs; only their own account can use the code. */
export const createPasscodeReset = (
  tx: Tx,
  keeping: Keeping,
  { accountId, createdBy }: { accountId: string; createdBy: string },
): Promise<OneTimeCode> => keep(tx, keeping, { accountId, createdBy })
