/** What the files of handlers share. */
import type { identityContract } from 'shared/identity/contract'
import type { identityStaffContract } from 'shared/identity/staff-contract'
import { dayOf } from '../../clock'
import type { Context } from '../../context'
import type { Call, Handlers } from '../../http/call'
import type { Access } from '../audit'
import { institutionOf } from './positions'

/** Some of a contract's handlers; routes.ts puts them together and misses none. */
export type Some<K extends keyof typeof identityContract> = Pick<Handlers<typeof identityContract>, K>
export type SomeStaff<K extends keyof typeof identityStaffContract> = Pick<Handlers<typeof identityStaffContract>, K>

/** Now, and the county's day of it. */
export const moment = ({ clock, config }: Context): { now: Date; today: string } => {
  const now = clock.now()
  return { now, today: dayOf(now, config.TIME_ZONE) }
}

export const accessOf = (
  { session, positions, requestId }: Call,
  at: Date,
  action: string,
  personId: string | null,
  more: Partial<Pick<Access, 'role' | 'institutionId' | 'purpose' | 'details'>> = {},
): Access => ({
  at,
  action: `identity.${action}`,
  accountId: session.accountId,
  role: positions[0]?.role ?? 'resident',
  institutionId: institutionOf(positions),
  personId,
  purpose: null,
  requestId,
  ...more,
})
