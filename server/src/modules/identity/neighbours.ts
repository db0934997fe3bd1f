/**
 * What identity needs of other modules. They build on this one, so app.ts hands their functions in: importing them here
 * would make a circle.
 */
import type { Db, Tx } from '../../db/transaction'
import type { Access } from '../audit'
import type { ConsentKind } from './consents'
import type { Position } from './session'

/** Whose data is copied or deleted. */
export interface Owner {
  accountId: string
  selfPersonId: string | null
  /** Enabled ones. */
  positions: readonly Position[]
}
/** One table of the data copy; keys are the words a person reads. */
export interface Section {
  title: string
  rows: Record<string, string | null>[]
}
/** What the law keeps after an account is deleted, until when, and which rule says so. */
export interface Kept {
  what: string
  until: string
  rule: string
}
/** What must end before an account can go. */
export type LiveCode = 'live_appointments' | 'live_consultations' | 'live_patients'
/** A consent that is taken back. */
export interface Withdrawal extends Owner {
  kind: ConsentKind
  requestId: string
}
/** How a module takes part in 个人信息保护法 art. 15, 45 and 47. */
export interface PersonalData {
  copy(db: Db, owner: Owner): Promise<Section[]>
  /** Bookings that must be cancelled, or consultations that must end, before the account can go. */
  live?(db: Db, owner: Owner): Promise<number>
  /** What the refusal is called then; `live_appointments` unless told. */
  liveCode?: LiveCode
  /** What ends with a consent, in the transaction that takes it back. @returns what then tells the phones, after it */
  withdrawn?(tx: Tx, withdrawal: Withdrawal, now: Date): Promise<() => void>
  /** Removes what the law does not keep. */
  erase?(tx: Tx, owner: Owner, now: Date): Promise<void>
  kept?: readonly Kept[]
}
export interface Neighbours {
  recordAccess(db: Db, access: Access): Promise<void>
  recordAccesses(db: Db, accesses: Access[], options?: { onceEvery?: 'hour' }): Promise<void>
  institutionNames(db: Db, ids: readonly string[]): Promise<Map<string, string>>
  institutionExists(db: Db, institutionId: string): Promise<boolean>
  doctorSitsAt(db: Db, doctorId: string, institutionId: string): Promise<boolean>
  personalData: readonly PersonalData[]
}
