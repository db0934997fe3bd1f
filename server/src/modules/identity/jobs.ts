/** What identity does by itself: proxies end on their day, old tokens go, values are sealed anew after a key change. */
import { LessThan, type ObjectLiteral } from 'typeorm'
import { dayOf } from '../../clock'
import type { Context } from '../../context'
import { transaction } from '../../db/transaction'
import type { Job } from '../../jobs/scheduler'
import { resealRows } from '../../security/reseal'
import { Account } from './account.entity'
import { AttemptCount } from './attempt-count.entity'
import { attemptWindowMs } from './attempts'
import { IdentityAppeal } from './identity-appeal.entity'
import { Invitation } from './invitation.entity'
import { endLink } from './links'
import { Person } from './person.entity'
import { PersonLink } from './person-link.entity'
import { RegistrationCase } from './registration-case.entity'
import { RefreshToken } from './refresh-token.entity'
import { SessionRecord } from './session.entity'
import { Staff } from './staff.entity'

const batch = 500

const endProxies = async ({ db, clock, config }: Context): Promise<void> => {
  const now = clock.now()
  const past = { state: 'active' as const, endsOn: LessThan(dayOf(now, config.TIME_ZONE)) }
  for (const link of await db.manager.find(PersonLink, { where: past, take: batch }))
    await transaction(db, tx => endLink(tx, link, null, now))
}

/** Sessions are kept 90 days after their end, for the person's own list of sign-ins. */
const sweepSessions = async ({ db, clock }: Context): Promise<void> => {
  const now = clock.now()
  await db.manager.delete(AttemptCount, { lastAt: LessThan(new Date(now.getTime() - 2 * attemptWindowMs)) })
  const aDayAgo = new Date(now.getTime() - 86_400_000)
  // Names and numbers in them are kept no longer than a question about them may come.
  await db.manager.delete(RegistrationCase, { expiresAt: LessThan(aDayAgo) })
  await db.manager.delete(RefreshToken, { expiresAt: LessThan(now) })
  await db.manager.delete(SessionRecord, { expiresAt: LessThan(new Date(now.getTime() - 90 * 86_400_000)) })
}

const reseal = async ({ db, cipher }: Context): Promise<void> => {
  const tables: [new () => ObjectLiteral, string, Parameters<typeof resealRows>[4]][] = [
    [Person, 'personId', { name: 'name', identityNumber: 'identity_number', phone: 'phone', address: 'address' }],
    [Account, 'accountId', { openid: 'openid', phone: 'phone' }],
    [Staff, 'staffId', { displayName: 'name' }],
    [Invitation, 'invitationId', { displayName: 'name' }],
    [
      IdentityAppeal,
      'appealId',
      { name: 'name', identityNumber: 'identity_number', phone: 'phone', statement: 'statement' },
    ],
  ]
  for (const [entity, id, columns] of tables) await resealRows(db, cipher, entity, id, columns)
}

export const identityJobs = (context: Context): Job[] => [
  {
    name: 'identity-end-proxies',
    does: '到期的代办授权自动结束',
    everySeconds: 600,
    leaseSeconds: 300,
    run: () => endProxies(context),
  },
  {
    name: 'identity-sweep-sessions',
    does: '清理过期的登录记录',
    everySeconds: 3600,
    leaseSeconds: 300,
    run: () => sweepSessions(context),
  },
  {
    name: 'identity-reseal',
    does: '换密钥后，把实名资料用新密钥重新加密',
    everySeconds: 3600,
    leaseSeconds: 3600,
    run: () => reseal(context),
  },
]
