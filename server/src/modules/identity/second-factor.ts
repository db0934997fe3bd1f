/** The passcode opens a working period (STAFF_PERIOD_HOURS) in this session. */
import type { DataSource } from 'typeorm'
import { type Problem, problem } from 'shared/kernel/errors'
import type { Config } from '../../config'
import { type Db, managerOf } from '../../db/transaction'
import { Account } from './account.entity'
import { checkPasscode } from './passcode'
import { SessionRecord } from './session.entity'
import type { Session } from './session'

/** After the passcode was proved. */
export const openPeriod = async (db: Db, config: Config, sessionId: string, now: Date): Promise<Date> => {
  const secondFactorUntil = new Date(now.getTime() + config.STAFF_PERIOD_HOURS * 3_600_000)
  await managerOf(db).update(SessionRecord, { sessionId }, { secondFactorUntil, lastSeenAt: now })
  return secondFactorUntil
}

export const enterSecondFactor = async (
  db: DataSource,
  config: Config,
  session: Session,
  passcode: string,
  now: Date,
): Promise<Date | Problem<'passcode_wrong' | 'passcode_locked' | 'not_staff'>> => {
  const { accountId, sessionId } = session
  const account = await db.manager.findOneByOrFail(Account, { accountId })
  if (!session.positions.length || !account.passcodeHash) return problem('not_staff')
  const wrong = await checkPasscode(db, config, account, passcode, now)
  if (wrong) return wrong
  return openPeriod(db, config, sessionId, now)
}

/** The passcode asked for once more, as the will to sign: the same tries and the same lock as at entering. */
export const provePasscode = async (
  db: DataSource,
  config: Config,
  accountId: string,
  passcode: string,
  now: Date,
): Promise<null | Problem<'passcode_wrong' | 'passcode_locked'>> =>
  checkPasscode(db, config, await db.manager.findOneByOrFail(Account, { accountId }), passcode, now)
