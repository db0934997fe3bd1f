/** What an institution sets for itself: read with its history, changed by one administrator at a time, audited. */
import { type Problem, problem } from 'shared/kernel/errors'
import type { EntityTarget } from 'typeorm'
import { v7 as uuid } from 'uuid'
import { type Db, type Tx, isDuplicate, managerOf } from '../../db/transaction'
import { recordAccess } from '../audit'
import { findInstitution } from '../directory'

interface Stored<R> {
  institutionId: string
  rules: R
  version: number
  updatedAt: Date
}
interface Change {
  changeId: string
  institutionId: string
  version: number
  at: Date
  accountId: string
  byName: string
  what: string[]
}
/** The rules of one feature: where they are kept, and how they are read. */
export interface RulesKind<R> {
  stored: EntityTarget<Stored<R>>
  changes: EntityTarget<Change>
  /** The JSON column over the defaults; undefined when the institution set nothing. */
  from(stored: unknown): R
  /** One sentence per changed rule; empty when nothing changed. */
  describe(before: R, after: R): string[]
  /** Of the audit. */
  action: string
}
export interface RulesChange<R> {
  institutionId: string
  rules: R
  /** The version that the administrator saw. */
  version: number
  accountId: string
  byName: string
  requestId: string
  now: Date
}
export interface ShownRules<R> {
  institutionId: string
  institutionName: string
  rules: R
  version: number
  changes: { at: string; by: string; what: string[] }[]
}

const changesShown = 50
/** MySQL hands JSON columns out as values, MariaDB as text. */
const listOf = (what: unknown): string[] => (typeof what === 'string' ? JSON.parse(what) : what) as string[]

/** Version 0: nothing was set yet, the defaults hold. */
export const readRules = async <R>(
  kind: RulesKind<R>,
  db: Db,
  institutionId: string,
): Promise<ShownRules<R> | Problem<'not_found'>> => {
  const institution = await findInstitution(db, institutionId)
  if (!institution) return problem('not_found')
  const stored = await managerOf(db).findOneBy(kind.stored, { institutionId })
  const changes = await managerOf(db).find(kind.changes, {
    where: { institutionId },
    order: { version: 'DESC' },
    take: changesShown,
  })
  return {
    institutionId,
    institutionName: institution.name,
    rules: kind.from(stored?.rules),
    version: stored?.version ?? 0,
    changes: changes.map(c => ({ at: c.at.toISOString(), by: c.byName, what: listOf(c.what) })),
  }
}

const insert = async (tx: Tx, into: EntityTarget<object>, values: object): Promise<void> => {
  await tx.createQueryBuilder().insert().into(into).values(values).updateEntity(false).execute()
}

/** @returns whether this version was the current one; a second administrator's is not any more. */
const store = async <R>(kind: RulesKind<R>, tx: Tx, change: RulesChange<R>): Promise<boolean> => {
  const { institutionId, rules, version, now } = change
  const values = { rules, version: version + 1, updatedAt: now }
  if (version > 0) return (await tx.update(kind.stored, { institutionId, version }, values as never)).affected === 1
  try {
    await insert(tx, kind.stored as EntityTarget<object>, { institutionId, ...values })
    return true
  } catch (error) {
    if (isDuplicate(error)) return false
    throw error
  }
}

const note = async <R>(kind: RulesKind<R>, tx: Tx, change: RulesChange<R>, what: string[]): Promise<void> => {
  const { institutionId, accountId, byName, requestId, now } = change
  const version = change.version + 1
  const row: Change = { changeId: uuid(), institutionId, version, at: now, accountId, byName, what }
  await insert(tx, kind.changes as EntityTarget<object>, row)
  await recordAccess(tx, {
    at: now,
    action: kind.action,
    accountId,
    role: 'administrator',
    institutionId,
    personId: null,
    purpose: null,
    requestId,
    details: { version, rules: what.length },
  })
}

/** @returns the rules as they are now. */
export const changeRules = async <R>(
  kind: RulesKind<R>,
  tx: Tx,
  change: RulesChange<R>,
): Promise<ShownRules<R> | Problem<'not_found' | 'version_conflict'>> => {
  const before = await readRules(kind, tx, change.institutionId)
  if (!('rules' in before)) return before
  if (before.version !== change.version) return problem('version_conflict')
  const what = kind.describe(before.rules, change.rules)
  if (!what.length) return before
  if (!(await store(kind, tx, change))) return problem('version_conflict')
  await note(kind, tx, change, what)
  return readRules(kind, tx, change.institutionId)
}
