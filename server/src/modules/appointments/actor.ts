/** Who acts on a booking, for whom, on what ground, and which numbers that opens. */
import type { Pool } from 'shared/appointments/model'
import type { DataSource } from 'typeorm'
import type { IdempotencyRecord } from '../../db/idempotency-record.entity'
import type { FieldCipher } from '../../security/field-cipher'
import { maskName } from '../../security/mask'
import { findDoctor } from '../directory'
import {
  type ActingFor,
  type ActorAndPerson,
  type Audited,
  type Position,
  type Session,
  auditedAs,
  findActing,
} from '../identity'
import type { ChangedBy } from './appointment.entity'
import { limitOwner } from './bookings/limit-keys'

/** What every act of a request needs. */
export interface Acting {
  db: DataSource
  cipher: FieldCipher
  session: Session
  requestId: string
  now: Date
  /** The county's time zone and its day now. */
  zone: string
  today: string
  /** Joins the transaction that requests of the same moment make together (http/call.ts). */
  share: Share
  /** Whether fees can be paid on the phone at all. */
  cashier: boolean
  /** Numbers that may be held without paying on one day (unpaid-holds.ts). */
  unpaidPerDay: number
}
export type Share = (reply: object, join: (record: IdempotencyRecord | null) => Promise<boolean>) => Promise<boolean>

export interface Actor {
  accountId: string
  requestId: string
  /** How its audit rows read; at the institution of the booking unless a doctor acts from theirs. */
  audited: Audited
  by: ChangedBy
  /** As shown to everybody who sees the booking: never a resident's full name. */
  byName: string
  personId: string
  /** Masked. */
  personName: string
  /** `YYYY-MM-DD`. */
  birthDate: string
  /** Which pools the numbers may come from, in order. */
  mayTake: readonly Pool[]
  /** Whose monthly limit counts: the account's phone, the resident's when a doctor books (limit-keys.ts). */
  limitOwner: string
}

/**
 * Residents take public numbers; a family or village doctor books for who authorised them out of the `contracted` pool
 * first (手里没有手机的老人). Contracted residents themselves join with family-doctor contracts, referrals with theirs.
 */
export const poolsFor = ({ position }: ActingFor): readonly Pool[] => (position ? ['contracted', 'public'] : ['public'])

const doctorName = async (db: DataSource, { practitionerId }: Position): Promise<string> => {
  const doctor = practitionerId ? await findDoctor(db, practitionerId) : null
  return doctor ? `${doctor.name}医生` : '家庭医生'
}

const masked = (cipher: FieldCipher, sealed: string | null): string =>
  sealed === null ? '' : maskName(cipher.open(sealed, 'name'))

/** Who and on what ground, for an audit row; at the doctor's own institution, else at that of the booking. */
export const accessBy = (
  { accountId, requestId, personId, audited }: Actor,
  institutionId: string,
  details: Record<string, unknown>,
) => ({
  accountId,
  requestId,
  personId,
  role: audited.role,
  purpose: audited.purpose,
  institutionId: audited.institutionId ?? institutionId,
  details: { ...audited.details, ...details },
})

/** Who acts, for whom, on this ground. */
export const actorOn = async ({ db, cipher, session, requestId }: Acting, ground: ActorAndPerson): Promise<Actor> => {
  const base = {
    accountId: session.accountId,
    requestId,
    personId: ground.personId,
    personName: masked(cipher, ground.name),
    birthDate: ground.birthDate,
    mayTake: poolsFor(ground),
    audited: auditedAs(ground),
  }
  if (ground.position) {
    const byName = await doctorName(db, ground.position)
    return { ...base, by: 'doctor', byName, limitOwner: limitOwner(ground.phoneIndex, ground.personId) }
  }
  const own = { ...base, limitOwner: limitOwner(ground.accountPhoneIndex, session.accountId) }
  if (ground.basis === 'self') return { ...own, by: 'self', byName: '本人' }
  return { ...own, by: 'proxy', byName: `代办人 ${masked(cipher, ground.selfName)}`.trim() }
}

/** @returns null when the account may not act for the person now, or the person is unknown: the same to who asks. */
export const findActor = async (acting: Acting, personId: string): Promise<Actor | null> => {
  const ground = await findActing(acting.db, acting.session, personId, 'appointments', acting.today)
  return ground ? actorOn(acting, ground) : null
}
