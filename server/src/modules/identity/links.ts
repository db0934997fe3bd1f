/** Making and ending links: the one place that writes person_link's keys and tells the county platform. */
import { v7 as uuid } from 'uuid'
import { type Tx, isDuplicate } from '../../db/transaction'
import { enqueue } from '../../relay/outbox'
import { withdrawAll } from './consents'
import { PersonLink } from './person-link.entity'

export type NewLink = Pick<PersonLink, 'accountId' | 'personId' | 'basis' | 'scope'> & Partial<PersonLink>

/** Consents and proxies are the county's business; whom an account keeps as a family member is not. */
const tell = async (tx: Tx, { linkId, basis, version, state }: PersonLink, at: Date): Promise<void> => {
  if (basis === 'proxy') await enqueue(tx, { kind: 'proxy', id: linkId, version, data: { status: state }, at })
}

/** @returns null when such a link lives already (also: the person or the account has a self link). */
export const makeLink = async (tx: Tx, given: NewLink, now: Date): Promise<PersonLink | null> => {
  const { accountId, personId, basis } = given
  const self = basis === 'self'
  const link = Object.assign(new PersonLink(), {
    linkId: uuid(),
    relation: null,
    endsOn: null,
    staffId: null,
    paperReference: null,
    guardianConsentAt: null,
    codeHash: null,
    codeSentAt: null,
    codeExpiresAt: null,
    codeFailures: 0,
    codeSends: 0,
    endedAt: null,
    endedBy: null,
    state: 'active' as const,
    ...given,
    liveKey: `${basis}:${accountId}:${personId}`,
    selfPersonKey: self ? personId : null,
    selfAccountKey: self ? accountId : null,
    createdAt: now,
    version: 1,
  })
  try {
    await tx.createQueryBuilder().insert().into(PersonLink).values(link).updateEntity(false).execute()
  } catch (error) {
    if (isDuplicate(error)) return null
    throw error
  }
  await tell(tx, link, now)
  return link
}

/**
 * Consents are the person's: with a self link they end too, and whoever registers next agrees anew.
 * @returns whether it was this call that ended it: of two at once, one.
 */
export const endLink = async (tx: Tx, link: PersonLink, by: string | null, now: Date): Promise<boolean> => {
  if (link.basis === 'self') await withdrawAll(tx, link.accountId, now)
  const ended = { state: 'ended' as const, endedAt: now, endedBy: by, version: link.version + 1 }
  const done = await tx
    .createQueryBuilder()
    .update(PersonLink)
    .set({ ...ended, liveKey: null, selfPersonKey: null, selfAccountKey: null, codeHash: null })
    .where(`link_id = :linkId AND state <> 'ended' AND version = :version`, link)
    .execute()
  if (done.affected !== 1) return false
  await tell(tx, { ...link, ...ended }, now)
  return true
}
