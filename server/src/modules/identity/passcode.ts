/** The second factor of staff: a passcode, hashed by scrypt, with a lock after PASSCODE_FAILURES wrong ones. */
import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto'
import { promisify } from 'node:util'
import type { DataSource } from 'typeorm'
import { type Problem, problem } from 'shared/kernel/errors'
import type { Config } from '../../config'
import { timeOf } from '../../clock'
import { Account } from './account.entity'

const derive = promisify<string, Buffer, number, { N: number; r: number; p: number; maxmem: number }, Buffer>(scrypt)
/** OWASP's figures for scrypt, N by configuration. */
const [r, p] = [8, 3]
/** scrypt takes 128 · N · r bytes; Node wants a bound above that. */
const maxmemOf = (N: number): number => 256 * N * r

/** `scrypt$N$r$p$salt$hash`. */
export const hashPasscode = async (passcode: string, { PASSCODE_COST }: Config): Promise<string> => {
  const salt = randomBytes(16)
  const N = 2 ** PASSCODE_COST
  const hash = await derive(passcode, salt, 32, { N, r, p, maxmem: maxmemOf(N) })
  return ['scrypt', N, r, p, salt.toString('base64url'), hash.toString('base64url')].join('$')
}

const matches = async (passcode: string, stored: string): Promise<boolean> => {
  const [, n, r, p, salt, hash] = stored.split('$') as [string, string, string, string, string, string]
  const wanted = Buffer.from(hash, 'base64url')
  const N = Number(n)
  const costs = { N, r: Number(r), p: Number(p), maxmem: maxmemOf(N) }
  return timingSafeEqual(await derive(passcode, Buffer.from(salt, 'base64url'), wanted.length, costs), wanted)
}

type Wrong = Problem<'passcode_wrong' | 'passcode_locked'>

const update = (db: DataSource, values: object, where: string, parameters: object) =>
  db.createQueryBuilder().update(Account).set(values).where(where, parameters).execute()

/** One try is spent before the passcode is looked at; @returns false when none is left. */
const spendTry = async (db: DataSource, accountId: string, limit: number, now: Date): Promise<boolean> => {
  const lockOver = 'account_id = :accountId AND passcode_locked_until <= :now'
  await update(db, { passcodeFailures: 0, passcodeLockedUntil: null }, lockOver, { accountId, now })
  const free = 'account_id = :accountId AND passcode_locked_until IS NULL AND passcode_failures < :limit'
  const spent = await update(db, { passcodeFailures: () => 'passcode_failures + 1' }, free, { accountId, limit })
  return spent.affected === 1
}

/** Locks the account when its tries are used up. */
const lockIfSpent = async (db: DataSource, accountId: string, config: Config, now: Date): Promise<Wrong> => {
  const limit = config.PASSCODE_FAILURES
  const until = new Date(now.getTime() + config.PASSCODE_LOCK_MINUTES * 60_000)
  const spent = 'account_id = :accountId AND passcode_failures >= :limit AND passcode_locked_until IS NULL'
  await update(db, { passcodeLockedUntil: until }, spent, { accountId, limit })
  const { passcodeFailures, passcodeLockedUntil } = await db.manager.findOneByOrFail(Account, { accountId })
  if (passcodeLockedUntil) return problem('passcode_locked', { until: timeOf(passcodeLockedUntil, config.TIME_ZONE) })
  return problem('passcode_wrong', { left: limit - passcodeFailures })
}

/**
 * Whether it is the account's passcode. Tries are counted by conditional UPDATEs outside the request's transaction, so
 * that guesses at the same moment cannot pass the limit and a refusal does not give its try back.
 */
export const checkPasscode = async (
  db: DataSource,
  config: Config,
  { accountId, passcodeHash }: Account,
  passcode: string,
  now: Date,
): Promise<null | Wrong> => {
  if (!(await spendTry(db, accountId, config.PASSCODE_FAILURES, now))) return lockIfSpent(db, accountId, config, now)
  if (!passcodeHash || !(await matches(passcode, passcodeHash))) return lockIfSpent(db, accountId, config, now)
  await update(db, { passcodeFailures: 0, passcodeLockedUntil: null }, 'account_id = :accountId', { accountId })
  return null
}
