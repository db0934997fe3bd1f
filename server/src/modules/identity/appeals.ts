/** "有人绑定了我的身份": an appeal, and what an administrator decides. */
import { type DataSource, In, IsNull, Not } from 'typeorm'
import { v7 as uuid } from 'uuid'
import { type Problem, problem } from 'shared/kernel/errors'
import { identityNumberProblem } from 'shared/identity/identity-number'
import { type Db, type Tx, isDuplicate, managerOf } from '../../db/transaction'
import type { FieldCipher } from '../../security/field-cipher'
import { maskIdentityNumber } from '../../security/mask'
import { IdentityAppeal } from './identity-appeal.entity'
import { endLink } from './links'
import { Person } from './person.entity'
import { PersonLink } from './person-link.entity'

export interface NewAppeal {
  accountId: string
  name: string
  identityNumber: string
  statement: string
  phone: string
}

/** One open appeal of an account about one identity. */
export const appeal = async (
  tx: Tx,
  cipher: FieldCipher,
  { accountId, name, identityNumber, statement, phone }: NewAppeal,
  now: Date,
): Promise<IdentityAppeal | Problem<'identity_number_invalid' | 'appeal_open'>> => {
  if (identityNumberProblem(identityNumber)) return problem('identity_number_invalid')
  const identityIndex = cipher.index(identityNumber, 'identity_number')
  const row: IdentityAppeal = {
    appealId: uuid(),
    accountId,
    name: cipher.seal(name, 'name'),
    identityNumber: cipher.seal(identityNumber, 'identity_number'),
    identityIndex,
    phone: cipher.seal(phone, 'phone'),
    statement: cipher.seal(statement, 'statement'),
    state: 'open',
    liveKey: `${accountId}:${identityIndex}`,
    createdAt: now,
    decidedAt: null,
    decidedBy: null,
    decisionReason: null,
  }
  try {
    await tx.createQueryBuilder().insert().into(IdentityAppeal).values(row).updateEntity(false).execute()
    return row
  } catch (error) {
    if (isDuplicate(error)) return problem('appeal_open')
    throw error
  }
}

export const showAppeal = (cipher: FieldCipher, row: IdentityAppeal) => ({
  appealId: row.appealId,
  state: row.state,
  statement: cipher.open(row.statement, 'statement'),
  createdAt: row.createdAt.toISOString(),
  decidedAt: row.decidedAt?.toISOString() ?? null,
  decisionReason: row.decisionReason,
})

/** The links that bind an identity: oneself and family members. What was signed on paper is not a binding. */
const bindings = async (db: Db, identityIndex: string): Promise<PersonLink[]> => {
  const manager = managerOf(db)
  const person = await manager.findOneBy(Person, { identityIndex })
  if (!person) return []
  const live = { personId: person.personId, state: In(['pending', 'active'] as const), paperReference: IsNull() }
  return manager.findBy(PersonLink, live)
}

/**
 * For the administrator who calls the appellant: full name and phone, the number masked. Open ones first, oldest first.
 * `personId`: whom it is about, if known here.
 */
export const appealsToDecide = async (db: DataSource, cipher: FieldCipher, state?: IdentityAppeal['state']) => {
  const find = (where: object, order: 'ASC' | 'DESC') =>
    db.manager.find(IdentityAppeal, { where, order: { createdAt: order }, take: 200 })
  const rows = state
    ? await find({ state }, 'ASC')
    : [...(await find({ state: 'open' }, 'ASC')), ...(await find({ state: Not('open') }, 'DESC'))]
  return Promise.all(
    rows.map(async row => ({
      personId: await personOfAppeal(db, row),
      appeal: {
        ...showAppeal(cipher, row),
        name: cipher.open(row.name, 'name'),
        identityNumber: maskIdentityNumber(cipher.open(row.identityNumber, 'identity_number')),
        phone: cipher.open(row.phone, 'phone'),
        boundAccounts: new Set((await bindings(db, row.identityIndex)).map(l => l.accountId)).size,
      },
    })),
  )
}

/** The person an appeal is about, if known here: for the audit row. */
export const personOfAppeal = async (db: Db, { identityIndex }: IdentityAppeal): Promise<string | null> =>
  (await managerOf(db).findOneBy(Person, { identityIndex }))?.personId ?? null

/** Upheld: the identity is unbound everywhere at once and free for the appellant. Decided once, by one. */
export const decideAppeal = async (
  tx: Tx,
  { appealId, outcome, reason, by }: { appealId: string; outcome: 'upheld' | 'rejected'; reason: string; by: string },
  now: Date,
): Promise<IdentityAppeal | Problem<'not_found' | 'already_decided'>> => {
  const row = await tx.findOneBy(IdentityAppeal, { appealId })
  if (!row) return problem('not_found')
  const decided = { state: outcome, decisionReason: reason, decidedBy: by, decidedAt: now, liveKey: null }
  const done = await tx
    .createQueryBuilder()
    .update(IdentityAppeal)
    .set(decided)
    .where(`appeal_id = :appealId AND state = 'open'`, { appealId })
    .execute()
  if (done.affected !== 1) return problem('already_decided')
  if (outcome === 'upheld') for (const link of await bindings(tx, row.identityIndex)) await endLink(tx, link, by, now)
  return Object.assign(row, decided)
}
