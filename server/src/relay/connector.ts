/**
 * The port behind which the county platform is: rules ask it in the field's words and never know which wire it speaks.
 * Nothing here may be called inside a database transaction.
 */
import type { Problem } from 'shared/kernel/errors'

export type Unavailable = Problem<'county_platform_unavailable'>

export interface PlatformPerson {
  /** Logical id at the platform. */
  platformId: string
  name: string
  identityNumber: string
  birthDate: string
  sex: 'male' | 'female' | 'other' | 'unknown'
  phone: string | null
  address: string | null
}

export type CardOutcome =
  | { outcome: 'valid'; platformId: string }
  | { outcome: 'void'; why: 'frozen' | 'reissued' | 'used'; platformId: string | null }
  | { outcome: 'expired' | 'forged' }

export interface CardCode {
  code: string
  expiresAt: Date
}
export interface PlatformCard {
  cardNumber: string
  state: 'active' | 'frozen'
}

export interface CountyPlatform {
  /** Everybody with this identity number: none, one, or a conflict of several. */
  findPeople(identityNumber: string): Promise<PlatformPerson[] | Unavailable>
  /** Somebody by the platform's own id, null when it knows nobody of that id (any more). */
  findPerson(platformId: string): Promise<PlatformPerson | null | Unavailable>
  openCard(
    platformId: string,
    details: { ethnicGroup: string; phone: string; address: string },
  ): Promise<PlatformCard | Unavailable>
  cardCode(platformId: string): Promise<CardCode | Unavailable>
  changeCard(platformId: string, change: 'freeze' | 'unfreeze' | 'reissue'): Promise<PlatformCard | Unavailable>
  verifyCard(code: string, institutionId: string, step: string): Promise<CardOutcome | Unavailable>
}
