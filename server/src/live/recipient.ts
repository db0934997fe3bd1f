/** Whom an event concerns, and which sockets that is now. */
import type { Session } from '../modules/identity'

/** A doctor is told in their position alone: as a resident the same person has other business. */
export type Recipient =
  { accountId: string; as: 'resident' } | { practitionerId: string; institutionId: string; as: 'doctor' }

type Doctor = Extract<Recipient, { as: 'doctor' }>
export const positionKey = ({ practitionerId, institutionId }: Omit<Doctor, 'as'>): string =>
  `${institutionId} ${practitionerId}`

/** The positions in which a session hears of consultations. */
export const positionKeysOf = ({ positions }: Session): string[] =>
  positions.flatMap(({ role, practitionerId, institutionId }) =>
    role === 'doctor' && practitionerId ? [positionKey({ practitionerId, institutionId })] : [],
  )

/** Whether the passcode's working period still runs (ADR 3). */
export const worksNow = ({ secondFactorUntil }: Session, now: Date): boolean =>
  secondFactorUntil !== null && secondFactorUntil > now
