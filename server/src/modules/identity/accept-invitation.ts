/** Binds a WeChat identity to an invitation and sets or checks its passcode, which opens the first working period. */
import type { DataSource } from 'typeorm'
import { v7 as uuid } from 'uuid'
import { type Problem, problem } from 'shared/kernel/errors'
import type { Config } from '../../config'
import type { Tx } from '../../db/transaction'
import { Account } from './account.entity'
import { Invitation } from './invitation.entity'
import { hashOfCode } from './invite'
import { checkPasscode, hashPasscode } from './passcode'
import { Staff } from './staff.entity'

/** A reset's code is good for the account it was made for alone. */
const usableBy = (invitation: Invitation | null, accountId: string, now: Date): invitation is Invitation =>
  !!invitation &&
  !invitation.usedAt &&
  invitation.expiresAt > now &&
  (!invitation.accountId || invitation.accountId === accountId)

/**
 * An account has one passcode for all its positions: for a second position the one that is set must be entered.
 * @returns what `bindInvitation` writes
 */
export const judgeInvitation = async (
  db: DataSource,
  config: Config,
  { accountId, code, passcode }: { accountId: string; code: string; passcode: string },
  now: Date,
): Promise<
  | { invitation: Invitation; passcodeHash: string }
  | Problem<'invitation_invalid' | 'passcode_wrong' | 'passcode_locked'>
> => {
  const invitation = await db.manager.findOneBy(Invitation, { codeHash: hashOfCode(code) })
  if (!usableBy(invitation, accountId, now)) return problem('invitation_invalid')
  const account = await db.manager.findOneByOrFail(Account, { accountId })
  if (!account.passcodeHash) return { invitation, passcodeHash: await hashPasscode(passcode, config) }
  const wrong = await checkPasscode(db, config, account, passcode, now)
  return wrong ?? { invitation, passcodeHash: account.passcodeHash }
}

/** The position, made or enabled again. */
const takePosition = async (
  tx: Tx,
  accountId: string,
  invitation: Invitation,
  now: Date,
): Promise<void | Problem<'invitation_invalid'>> => {
  const key = { accountId, role: invitation.role!, institutionId: invitation.institutionId! }
  const values = { practitionerId: invitation.practitionerId, displayName: invitation.displayName! }
  const known = await tx.findOneBy(Staff, key)
  // A code left over from before somebody was disabled does not bring them back.
  if (known?.disabledAt && known.disabledAt > invitation.createdAt) return problem('invitation_invalid')
  if (known) await tx.update(Staff, key, { ...values, disabledAt: null, disabledReason: null })
  else
    await tx
      .createQueryBuilder()
      .insert()
      .into(Staff)
      .values({ staffId: uuid(), ...key, ...values, createdAt: now })
      .updateEntity(false)
      .execute()
}

export const bindInvitation = async (
  tx: Tx,
  accountId: string,
  { invitation, passcodeHash }: { invitation: Invitation; passcodeHash: string },
  now: Date,
): Promise<void | Problem<'invitation_invalid'>> => {
  const used = await tx
    .createQueryBuilder()
    .update(Invitation)
    .set({ usedAt: now })
    .where('invitation_id = :invitationId AND used_at IS NULL', invitation)
    .execute()
  if (used.affected !== 1) return problem('invitation_invalid')
  await tx.update(Account, { accountId }, { passcodeHash, passcodeFailures: 0, passcodeLockedUntil: null })
  if (!invitation.accountId) return takePosition(tx, accountId, invitation, now)
}
