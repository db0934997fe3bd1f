/** Signed summaries as they are shown: opened, and verified at each reading over the very text that was signed. */
import { In } from 'typeorm'
import type { Summary } from 'shared/consultations/model'
import { type Db, managerOf } from '../../../db/transaction'
import type { FieldCipher } from '../../../security/field-cipher'
import { SigningKey } from '../signing-key.entity'
import { ConsultationSummary } from '../summary.entity'
import { type RecordDocument, readDocument } from './document'
import { hashOf, verifyText } from './sign'

/** A version with what it is verified by; no text or document: it was changed and does not open or read any more. */
export interface SignedVersion {
  row: ConsultationSummary
  key: SigningKey
  text: string | null
  document: RecordDocument | null
  valid: boolean
}

/** SM2 takes milliseconds: what was verified once is known by its hash, its signature and its key. */
const verified = new Map<string, boolean>()
const isSigned = (key: SigningKey, text: string, signature: string): boolean => {
  const what = `${key.algorithm} ${key.publicKey} ${hashOf(text)} ${signature}`
  const known = verified.get(what)
  if (known !== undefined) return known
  if (verified.size >= 1000) verified.clear()
  const valid = verifyText(key.algorithm, key.publicKey, text, signature)
  verified.set(what, valid)
  return valid
}

/** What only somebody without the data key can have done reads as null. */
const openText = (cipher: FieldCipher, sealed: string): string | null => {
  try {
    return cipher.open(sealed, 'consultation')
  } catch {
    return null
  }
}

/** A true signature in the wrong place (another consultation, doctor, number or predecessor) proves nothing. */
const belongs = (
  { consultationId, version, doctor, signedAt, amends }: RecordDocument,
  row: ConsultationSummary,
  key: SigningKey,
  before: ConsultationSummary | undefined,
): boolean =>
  consultationId === row.consultationId &&
  version === row.version &&
  doctor.id === row.doctorId &&
  doctor.id === key.doctorId &&
  signedAt === row.signedAt.toISOString() &&
  (amends?.hash ?? null) === (row.version === 1 ? null : (before?.documentHash ?? ''))

/** All versions by consultation, oldest first. */
const rowsOf = async (db: Db, ids: readonly string[]): Promise<Map<string, ConsultationSummary[]>> => {
  const rows = ids.length
    ? await managerOf(db).find(ConsultationSummary, {
        where: { consultationId: In([...new Set(ids)]) },
        order: { version: 'ASC' },
      })
    : []
  const byId = new Map<string, ConsultationSummary[]>()
  for (const row of rows) byId.set(row.consultationId, [...(byId.get(row.consultationId) ?? []), row])
  return byId
}

/** What names a key that nobody has was changed: it verifies nothing, and what it stands under is shown all the same. */
const noKey = (keyId: string): SigningKey =>
  Object.assign(new SigningKey(), { keyId, doctorId: '', algorithm: 'Ed25519' as const, publicKey: '' })

const keysOf = async (db: Db, rows: ConsultationSummary[]): Promise<Map<string, SigningKey>> => {
  const keyIds = [...new Set(rows.map(r => r.keyId))]
  const keys = keyIds.length ? await managerOf(db).findBy(SigningKey, { keyId: In(keyIds) }) : []
  return new Map([...keyIds.map(noKey), ...keys].map(k => [k.keyId, k]))
}

const verify = (
  cipher: FieldCipher,
  versions: ConsultationSummary[],
  row: ConsultationSummary,
  key: SigningKey,
): SignedVersion => {
  const text = openText(cipher, row.document)
  const document = text === null ? null : readDocument(text)
  if (text === null || !document) return { row, key, text, document, valid: false }
  const before = versions.find(v => v.version === row.version - 1)
  const valid = belongs(document, row, key, before) && row.documentHash === hashOf(text)
  return { row, key, text, document, valid: valid && isSigned(key, text, row.signature) }
}

const damaged = '（这份记录被改动过，无法读取）'
const damagedFields = {
  chiefComplaint: damaged,
  presentIllness: damaged,
  pastHistory: null,
  allergies: null,
  diagnosis: damaged,
  diagnosisCode: null,
  advice: damaged,
  medications: [],
  followUpOn: null,
  ifWorse: damaged,
}

type Shown = Pick<SignedVersion, 'key' | 'document' | 'valid'> & {
  row: Pick<ConsultationSummary, 'version' | 'keyId' | 'signedAt'>
}

export const showVersion = ({ row, key, document, valid }: Shown): Summary => ({
  ...(document?.summary ?? damagedFields),
  version: row.version,
  doctorName: document?.doctor.name ?? damaged,
  institutionName: document?.institution.name ?? damaged,
  amendedBecause: document?.amends?.because ?? null,
  signature: { algorithm: key.algorithm, keyId: row.keyId, signedAt: row.signedAt.toISOString(), valid },
})

/** Newest first. */
export const signedVersions = async (db: Db, cipher: FieldCipher, consultationId: string): Promise<SignedVersion[]> => {
  const versions = (await rowsOf(db, [consultationId])).get(consultationId) ?? []
  const keys = await keysOf(db, versions)
  return versions.map(row => verify(cipher, versions, row, keys.get(row.keyId)!)).reverse()
}

/** Newest first; a version that was tampered with is shown as not valid. */
export const summaryVersions = async (db: Db, cipher: FieldCipher, consultationId: string): Promise<Summary[]> =>
  (await signedVersions(db, cipher, consultationId)).map(showVersion)

/** The version in force of each consultation that has one. */
export const latestSummaries = async (
  db: Db,
  cipher: FieldCipher,
  ids: readonly string[],
): Promise<Map<string, Summary>> => {
  const byId = await rowsOf(db, ids)
  const keys = await keysOf(
    db,
    [...byId.values()].flatMap(versions => versions.slice(-1)),
  )
  const latest = [...byId].map(([id, versions]): [string, Summary] => {
    const row = versions.at(-1)!
    return [id, showVersion(verify(cipher, versions, row, keys.get(row.keyId)!))]
  })
  return new Map(latest)
}
