/** Agreement to a version of a text, given and withdrawn (个人信息保护法 art. 14, 15, 29); the county platform is told. */
import { IsNull } from 'typeorm'
import { v7 as uuid } from 'uuid'
import { type Problem, problem } from 'shared/kernel/errors'
import type { Config } from '../../config'
import { type Db, type Tx, isDuplicate, managerOf } from '../../db/transaction'
import { enqueue } from '../../relay/outbox'
import { Consent } from './consent.entity'
import { PersonLink } from './person-link.entity'

export type ConsentKind = Consent['kind']

export const consentVersions = (config: Config): Record<ConsentKind, string> => ({
  privacy: config.PRIVACY_VERSION,
  health_data: config.HEALTH_DATA_CONSENT_VERSION,
  consultation: config.CONSULTATION_CONSENT_VERSION,
})
const liveKeyOf = (accountId: string, kind: ConsentKind) => `${accountId}:${kind}`

/** The consent in force, of whatever version, or null. */
export const consentInForce = (db: Db, accountId: string, kind: ConsentKind): Promise<Consent | null> =>
  managerOf(db).findOneBy(Consent, { liveKey: liveKeyOf(accountId, kind) })

/**
 * Keeps those in force as they are until the commit. One after the other in one order, so that two who hold the same do
 * not wait for each other; FOR UPDATE, as TiDB has no share locks.
 */
export const holdConsents = async (tx: Tx, kind: ConsentKind, accountIds: readonly string[]): Promise<void> => {
  const keys = [...new Set(accountIds)].map(accountId => liveKeyOf(accountId, kind)).sort()
  for (const liveKey of keys) await tx.findOne(Consent, { where: { liveKey }, lock: { mode: 'pessimistic_write' } })
}

/** Version 1 of a consent is its giving, version 2 its end. */
const tell = async (tx: Tx, { consentId, withdrawnAt }: Consent, now: Date): Promise<void> => {
  const [version, status] = withdrawnAt ? [2, 'inactive'] : [1, 'active']
  await enqueue(tx, { kind: 'consent', id: consentId, version, data: { status }, at: now })
}

/** Before registration the platform knows nobody whom the consent could concern. */
const tellIfRegistered = async (tx: Tx, consent: Consent, now: Date): Promise<void> => {
  if (await tx.existsBy(PersonLink, { selfAccountKey: consent.accountId })) await tell(tx, consent, now)
}

/** At registration: what was agreed to before it. */
export const tellConsentsInForce = async (tx: Tx, accountId: string, now: Date): Promise<void> => {
  for (const consent of await tx.findBy(Consent, { accountId, withdrawnAt: IsNull() })) await tell(tx, consent, now)
}

const end = async (tx: Tx, consent: Consent, now: Date): Promise<void> => {
  const { consentId } = consent
  const ended = await tx.update(Consent, { consentId, withdrawnAt: IsNull() }, { withdrawnAt: now, liveKey: null })
  if (ended.affected) await tellIfRegistered(tx, { ...consent, withdrawnAt: now }, now)
}

/** Agrees; an agreement to an earlier version ends with it. The same version again changes nothing. */
export const giveConsent = async (
  tx: Tx,
  config: Config,
  { accountId, kind, version }: { accountId: string; kind: ConsentKind; version: string },
  now: Date,
): Promise<Consent | Problem<'consent_version_unknown'>> => {
  if (version !== consentVersions(config)[kind]) return problem('consent_version_unknown')
  const earlier = await consentInForce(tx, accountId, kind)
  if (earlier?.version === version) return earlier
  if (earlier) await end(tx, earlier, now)
  const consent: Consent = {
    consentId: uuid(),
    accountId,
    kind,
    version,
    givenAt: now,
    withdrawnAt: null,
    liveKey: liveKeyOf(accountId, kind),
  }
  try {
    await tx.createQueryBuilder().insert().into(Consent).values(consent).updateEntity(false).execute()
  } catch (error) {
    // Two questions of one moment agree to the same text: once.
    if (!isDuplicate(error)) throw error
    return (await consentInForce(tx, accountId, kind)) ?? consent
  }
  await tellIfRegistered(tx, consent, now)
  return consent
}

export const withdrawConsent = async (
  tx: Tx,
  accountId: string,
  kind: ConsentKind,
  now: Date,
): Promise<void | Problem<'not_found'>> => {
  const consent = await consentInForce(tx, accountId, kind)
  if (!consent) return problem('not_found')
  await end(tx, consent, now)
}

/** All that is in force: when an account is no longer the person who agreed. Before the self link ends. */
export const withdrawAll = async (tx: Tx, accountId: string, now: Date): Promise<void> => {
  for (const consent of await tx.findBy(Consent, { accountId, withdrawnAt: IsNull() })) await end(tx, consent, now)
}

/** Every agreement of the account, newest first. */
export const consentsOf = (db: Db, accountId: string): Promise<Consent[]> =>
  managerOf(db).find(Consent, { where: { accountId }, order: { givenAt: 'DESC', consentId: 'DESC' } })
