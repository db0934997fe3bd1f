/** The passcode opens a working period (STAFF_PERIOD_HOURS) in this session. */
import type { DataSource } from 'typeorm'
import { type Problem, problem } from 'shared/kernel/errors'
import type { Config } from '../../config'
import { Account } from './account.entity'
import { checkPasscode } from './passcode'
import { SessionRecord } from './session.entity'
import type { Session } from './session'

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
  const secondFactorUntil = new Date(now.getTime() + config.STAFF_PERIOD_HOURS * 3_600_000)
  await db.manager.update(SessionRecord, { sessionId }, { secondFactorUntil, lastSeenAt: now })
  return secondFactorUntil
}
