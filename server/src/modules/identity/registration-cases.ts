/**
 * Real county data is dirty: a registration whose files contradict each other, or the number, is settled at a counter.
 * The case is bound to the account that tried to register; its number, told by the person who stands there, leads the
 * clerk to it. Residents cannot settle anything themselves.
 */
import { randomInt } from 'node:crypto'
import { type DataSource, MoreThan } from 'typeorm'
import { v7 as uuid } from 'uuid'
import { type Problem, problem } from 'shared/kernel/errors'
import type { Config } from '../../config'
import { type Tx, isDuplicate } from '../../db/transaction'
import type { PlatformPerson } from '../../relay/connector'
import type { FieldCipher } from '../../security/field-cipher'
import { maskAddress, maskPhone } from '../../security/mask'
import { type Identification, contradictions } from './find-on-platform'
import type { Person } from './person.entity'
import { registerSelf } from './register-self'
import { RegistrationCase } from './registration-case.entity'

interface Keeping {
  cipher: FieldCipher
  config: Config
}

const closed = { caseNumber: null, liveAccountKey: null }

/** The account's case that still counts. */
export const openCaseOf = (db: DataSource | Tx, accountId: string, now: Date): Promise<RegistrationCase | null> =>
  db.getRepository(RegistrationCase).findOneBy({ liveAccountKey: accountId, expiresAt: MoreThan(now) })

export interface Doubtful extends Identification {
  accountId: string
  consentVersion: string
}

const newCase = ({ cipher, config }: Keeping, given: Doubtful, now: Date): RegistrationCase => ({
  caseId: uuid(),
  caseNumber: String(randomInt(1_000_000)).padStart(6, '0'),
  accountId: given.accountId,
  liveAccountKey: given.accountId,
  name: cipher.seal(given.name, 'name'),
  identityNumber: cipher.seal(given.identityNumber, 'identity_number'),
  identityIndex: cipher.index(given.identityNumber, 'identity_number'),
  consentVersion: given.consentVersion,
  state: 'open',
  takenBy: null,
  createdAt: now,
  expiresAt: new Date(now.getTime() + config.REGISTRATION_CASE_MINUTES * 60_000),
})

/** Opens a case, or gives the one that is open for the same name and number: a second tap shows the same digits. */
export const openCase = async (tx: Tx, keeping: Keeping, given: Doubtful, now: Date): Promise<RegistrationCase> => {
  const { accountId, name, identityNumber } = given
  const { cipher } = keeping
  const same = (known: RegistrationCase) =>
    known.identityIndex === cipher.index(identityNumber, 'identity_number') && cipher.open(known.name, 'name') === name
  const known = await openCaseOf(tx, accountId, now)
  if (known && same(known)) return known
  await tx.update(RegistrationCase, { liveAccountKey: accountId }, { ...closed, state: 'ended' })
  for (let attempt = 1; ; attempt++) {
    const row = newCase(keeping, given, now)
    try {
      await tx.createQueryBuilder().insert().into(RegistrationCase).values(row).updateEntity(false).execute()
      return row
    } catch (error) {
      if (!isDuplicate(error) || attempt === 10) throw error
      // The same account was faster, or the number is somebody's.
      const first = await openCaseOf(tx, accountId, now)
      if (first) return first
    }
  }
}

/** As the resident reads it. */
export const showCase = ({ caseNumber, expiresAt }: RegistrationCase) => ({
  caseNumber: caseNumber!,
  expiresAt: expiresAt.toISOString(),
})

/** By the number the resident tells; null when there is none that counts. */
export const findCaseByNumber = (db: DataSource, caseNumber: string, now: Date): Promise<RegistrationCase | null> =>
  db.manager.findOneBy(RegistrationCase, { caseNumber, expiresAt: MoreThan(now) })

/** From now on it is this clerk's to settle. */
export const takeCase = async (tx: Tx, { caseId }: RegistrationCase, clerk: string): Promise<void> => {
  await tx.update(RegistrationCase, { caseId, state: 'open' }, { takenBy: clerk })
}

/** A file as the clerk compares it; what does not help to tell two apart stays masked. */
export const showFile = (file: PlatformPerson, { name, identityNumber }: Identification) => ({
  platformId: file.platformId,
  name: file.name,
  sex: file.sex,
  birthDate: file.birthDate,
  phone: file.phone && maskPhone(file.phone),
  address: file.address && maskAddress(file.address),
  differs: [...(file.name === name ? [] : ['name' as const]), ...contradictions(file, identityNumber)],
})

/** The case if this clerk took it; another's is answered like none. */
export const findTaken = async (
  db: DataSource,
  caseId: string,
  clerk: string,
  now: Date,
): Promise<RegistrationCase | Problem<'not_found' | 'case_ended'>> => {
  const known = await db.manager.findOneBy(RegistrationCase, { caseId, takenBy: clerk })
  if (!known) return problem('not_found')
  return known.state === 'open' && known.expiresAt > now ? known : problem('case_ended')
}

/** Closes the case and registers its account as the person of the chosen file: once, by one. */
export const settleCase = async (
  tx: Tx,
  keeping: Keeping,
  { settled, file }: { settled: RegistrationCase; file: PlatformPerson },
  now: Date,
): Promise<Person | Problem<'case_ended' | 'already_registered' | 'person_bound_elsewhere' | 'consent_required'>> => {
  const { caseId, takenBy, accountId, consentVersion } = settled
  const done = await tx
    .createQueryBuilder()
    .update(RegistrationCase)
    .set({ ...closed, state: 'settled' })
    .where(`case_id = :caseId AND state = 'open' AND taken_by = :takenBy AND expires_at > :now`, {
      caseId,
      takenBy,
      now,
    })
    .execute()
  if (done.affected !== 1) return problem('case_ended')
  return registerSelf(tx, keeping, { accountId, found: file, consentVersion, fileChosenAt: now }, now)
}
