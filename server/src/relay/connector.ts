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

export type RecordKind = 'diagnosis' | 'prescription' | 'reading' | 'report'

/** One line of what the county's files say of somebody's health. */
export interface CountyRecord {
  /** Logical id at the platform, unique within its kind. */
  recordId: string
  kind: RecordKind
  /** 高血压, 氨氯地平片 5mg, 血压, 血常规. */
  title: string
  /** 148/92 mmHg, 口服，每日一次. */
  detail: string | null
  /** Of the county's calendar; null when the file tells none, or only a month or a year. */
  day: string | null
  institutionName: string | null
  doctorName: string | null
  /** As coded there: ICD-10 for a diagnosis. */
  code?: { system: string; code: string }
  /** Of a diagnosis that nobody stands behind: not confirmed, the patient's own words, or of nobody and nowhere. */
  unproven?: boolean
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
  /** What the files hold of these kinds, newest first, of each kind at most `COUNTY_RECORDS_PER_KIND`. */
  records(platformId: string, kinds: readonly RecordKind[]): Promise<CountyRecord[] | Unavailable>
  /** The doctors (Practitioner ids) of the person's family-doctor team in force; none without a team. */
  familyDoctors(platformId: string): Promise<string[] | Unavailable>
}
