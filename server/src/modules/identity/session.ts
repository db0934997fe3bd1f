/** A signed-in session as every request sees it: read anew each time, so that sign-out and disabling work at once. */
import type { Role } from 'shared/kernel/endpoint'

export interface Position {
  staffId: string
  role: Exclude<Role, 'resident'>
  institutionId: string
  /** The doctor in the county's directory, for role `doctor`. */
  practitionerId: string | null
}

export interface Session {
  sessionId: string
  accountId: string
  /** Keyed index of the openid: who it is in WeChat, the same after the account was deleted and made anew. */
  wechatIndex: string
  /** The registered person behind the account, null before real-name registration. */
  selfPersonId: string | null
  /** Enabled positions only. */
  positions: Position[]
  /** Roles of positions that an administrator disabled: the refusal says so. */
  disabledRoles: Position['role'][]
  /** End of the working period that the passcode opened; null once it is over. */
  secondFactorUntil: Date | null
}
