/** An institution's booking rules: read with their history, changed by one administrator at a time, audited. */
import type { AppointmentRules } from 'shared/appointments/rules-contract'
import { type Problem, problem } from 'shared/kernel/errors'
import type { DataSource } from 'typeorm'
import { v7 as uuid } from 'uuid'
import { type Tx, isDuplicate } from '../../../db/transaction'
import { recordAccess } from '../../audit'
import { findInstitution } from '../../directory'
import { InstitutionRules, InstitutionRulesChange } from '../institution-rules.entity'
import { parseJson } from '../parse-json'
import { rulesFrom } from './rules'
import { describeChanges } from './rules-words'

const changesShown = 50

/** Version 0: nothing was set yet, the defaults hold. */
export const readRules = async (db: DataSource | Tx, institutionId: string) => {
  const institution = await findInstitution(db, institutionId)
  if (!institution) return problem('not_found')
  const stored = await db.getRepository(InstitutionRules).findOneBy({ institutionId })
  const changes = await db
    .getRepository(InstitutionRulesChange)
    .find({ where: { institutionId }, order: { version: 'DESC' }, take: changesShown })
  return {
    institutionId,
    institutionName: institution.name,
    rules: rulesFrom(stored?.rules),
    version: stored?.version ?? 0,
    changes: changes.map(c => ({ at: c.at.toISOString(), by: c.byName, what: parseJson<string[]>(c.what) })),
  }
}

export interface RulesChange {
  institutionId: string
  rules: AppointmentRules
  /** The version that the administrator saw. */
  version: number
  accountId: string
  byName: string
  requestId: string
  now: Date
}

/** @returns whether this version was the current one; a second administrator's is not any more. */
const store = async (tx: Tx, { institutionId, rules, version, now }: RulesChange): Promise<boolean> => {
  const values = { rules: rules as never, version: version + 1, updatedAt: now }
  if (version > 0) return (await tx.update(InstitutionRules, { institutionId, version }, values)).affected === 1
  try {
    await tx
      .createQueryBuilder()
      .insert()
      .into(InstitutionRules)
      .values({ institutionId, ...values })
      .updateEntity(false)
      .execute()
    return true
  } catch (error) {
    if (isDuplicate(error)) return false
    throw error
  }
}

const note = async (tx: Tx, change: RulesChange, what: string[]): Promise<void> => {
  const { institutionId, version, accountId, byName, requestId, now } = change
  await tx
    .createQueryBuilder()
    .insert()
    .into(InstitutionRulesChange)
    .values({ changeId: uuid(), institutionId, version: version + 1, at: now, accountId, byName, what: what as never })
    .updateEntity(false)
    .execute()
  await recordAccess(tx, {
    at: now,
    action: 'appointments.change-rules',
    accountId,
    role: 'administrator',
    institutionId,
    personId: null,
    purpose: null,
    requestId,
    details: { version: version + 1, rules: what.length },
  })
}

/** @returns the rules as they are now. */
export const changeRules = async (
  tx: Tx,
  change: RulesChange,
): Promise<Awaited<ReturnType<typeof readRules>> | Problem<'version_conflict'>> => {
  const before = await readRules(tx, change.institutionId)
  if (!('rules' in before)) return before
  if (before.version !== change.version) return problem('version_conflict')
  const what = describeChanges(before.rules, change.rules)
  if (!what.length) return before
  if (!(await store(tx, change))) return problem('version_conflict')
  await note(tx, change, what)
  return readRules(tx, change.institutionId)
}
