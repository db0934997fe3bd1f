/** Positions, as an administrator sees and changes them. */
import type { DataSource } from 'typeorm'
import { type Problem, problem } from 'shared/kernel/errors'
import { type Db, type Tx, managerOf } from '../../db/transaction'
import type { FieldCipher } from '../../security/field-cipher'
import { Account } from './account.entity'
import type { Neighbours } from './neighbours'
import { SessionRecord } from './session.entity'
import { Staff } from './staff.entity'

const lastSeen = async (db: Db, accountIds: string[]): Promise<Map<string, Date>> => {
  if (!accountIds.length) return new Map()
  const rows = await managerOf(db)
    .createQueryBuilder(SessionRecord, 's')
    .select('s.account_id', 'accountId')
    .addSelect('MAX(s.last_seen_at)', 'at')
    .where('s.account_id IN (:...accountIds)', { accountIds })
    .groupBy('s.account_id')
    .getRawMany<{ accountId: string; at: Date }>()
  return new Map(rows.map(r => [r.accountId, r.at]))
}

interface Showing {
  cipher: FieldCipher
  institutionNames: Neighbours['institutionNames']
  now: Date
}

const show = async (db: Db, { cipher, institutionNames, now }: Showing, staff: Staff[]) => {
  const accountIds = [...new Set(staff.map(s => s.accountId))]
  const names = await institutionNames(
    db,
    staff.map(s => s.institutionId),
  )
  const seen = await lastSeen(db, accountIds)
  const accounts = new Map(
    await Promise.all(
      accountIds.map(async id => [id, await managerOf(db).findOneByOrFail(Account, { accountId: id })] as const),
    ),
  )
  return staff.map(s => {
    const lockedUntil = accounts.get(s.accountId)!.passcodeLockedUntil
    return {
      staffId: s.staffId,
      displayName: cipher.open(s.displayName, 'name'),
      role: s.role,
      institutionId: s.institutionId,
      institutionName: names.get(s.institutionId) ?? s.institutionId,
      practitionerId: s.practitionerId,
      disabledAt: s.disabledAt?.toISOString() ?? null,
      lockedUntil: lockedUntil && lockedUntil > now ? lockedUntil.toISOString() : null,
      lastSeenAt: seen.get(s.accountId)?.toISOString() ?? null,
    }
  })
}

export const listStaff = async (db: DataSource, showing: Showing, institutionId: string | undefined) => {
  const where = institutionId ? { institutionId } : {}
  const staff = await db.manager.find(Staff, { where, order: { institutionId: 'ASC', createdAt: 'ASC' }, take: 1000 })
  return show(db, showing, staff)
}

/** Locks the enabled administrators' rows, so that two cannot disable each other at the same moment. */
const isLastAdministrator = async (tx: Tx, staff: Staff): Promise<boolean> => {
  if (staff.role !== 'administrator' || staff.disabledAt) return false
  const enabled = await tx
    .createQueryBuilder(Staff, 's')
    .setLock('pessimistic_write')
    .where(`s.role = 'administrator' AND s.disabled_at IS NULL`)
    .orderBy('s.staff_id')
    .getMany()
  return !enabled.some(other => other.accountId !== staff.accountId)
}

/** `accountId`: whose position it is. */
export const setStaffDisabled = async (
  tx: Tx,
  showing: Showing,
  { staffId, disabled, reason }: { staffId: string; disabled: boolean; reason: string },
) => {
  const staff = await tx.findOneBy(Staff, { staffId })
  if (!staff) return problem('not_found')
  if (disabled && (await isLastAdministrator(tx, staff))) return problem('last_administrator')
  const values = disabled
    ? { disabledAt: staff.disabledAt ?? showing.now, disabledReason: reason }
    : { disabledAt: null, disabledReason: null }
  await tx.update(Staff, { staffId }, values)
  return { ...(await show(tx, showing, [Object.assign(staff, values)]))[0]!, accountId: staff.accountId }
}

/** Forgets the passcode and ends the working periods it opened. @returns whose it was */
export const forgetPasscode = async (tx: Tx, staffId: string): Promise<string | Problem<'not_found'>> => {
  const staff = await tx.findOneBy(Staff, { staffId })
  if (!staff) return problem('not_found')
  const { accountId } = staff
  await tx.update(Account, { accountId }, { passcodeHash: null, passcodeFailures: 0, passcodeLockedUntil: null })
  await tx.update(SessionRecord, { accountId }, { secondFactorUntil: null })
  return accountId
}

/** Positions of an account that is deleted; the last administrator must name another one first. */
export const leavePositions = async (
  tx: Tx,
  accountId: string,
  now: Date,
): Promise<void | Problem<'last_administrator'>> => {
  for (const staff of await tx.findBy(Staff, { accountId })) {
    if (await isLastAdministrator(tx, staff)) return problem('last_administrator')
    if (!staff.disabledAt)
      await tx.update(Staff, { staffId: staff.staffId }, { disabledAt: now, disabledReason: '账号注销' })
  }
}
