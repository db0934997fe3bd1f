/** The diagnosis and the signed record as the county platform reads them (R4 Condition, DocumentReference). */
import { createHash } from 'node:crypto'
import type { Attachment, Condition, DocumentReference } from '@medplum/fhirtypes'
import { codeSystems, documentCodes, identifierSystems } from 'shared/kernel/fhir-systems'
import type { DataSource } from 'typeorm'
import type { Mapping, Relayed, RelayedEvent } from '../../../relay/mapping'
import type { FieldCipher } from '../../../security/field-cipher'
import { type Evidence, openJson } from '../earlier'
import { type Told, perConsultation, toldOf, visitReference } from '../fhir'
import { type SignedVersion, signedVersions } from './summaries'

const coding = (system: string, code: string) => ({ coding: [{ system, code }] })

interface Diagnosed {
  text: string
  code: string | null
  at: Date
}

const conditionOf = ({ consultation, patient, doctor }: Told, { text, code, at }: Diagnosed): Condition => ({
  resourceType: 'Condition',
  clinicalStatus: coding(codeSystems.conditionStatus, 'active'),
  verificationStatus: coding(codeSystems.conditionVerification, 'confirmed'),
  category: [coding(codeSystems.conditionCategory, 'encounter-diagnosis')],
  code: { ...(code && { coding: [{ system: codeSystems.icd10, code }] }), text },
  subject: patient,
  encounter: visitReference(consultation.consultationId),
  recordedDate: at.toISOString(),
  asserter: doctor,
})

/** What an event stands for: the kept earlier diagnosis, or that of a signed version (records/diagnosis-version.ts). */
const diagnosisOf = (
  cipher: FieldCipher,
  { consultation: { evidence, evidenceAt } }: Told,
  versions: SignedVersion[],
  { data }: RelayedEvent,
): Diagnosed | undefined => {
  if (typeof data.summary === 'number') {
    const signed = versions.find(v => v.row.version === data.summary)
    const summary = signed?.document?.summary
    return signed && summary && { text: summary.diagnosis, code: summary.diagnosisCode, at: signed.row.signedAt }
  }
  const record = evidence && openJson<Evidence>(cipher, evidence).record
  return record ? { text: record.title, code: null, at: evidenceAt! } : undefined
}

const versionsById = async (db: DataSource, cipher: FieldCipher, ids: string[]) => {
  const found = new Map<string, SignedVersion[]>()
  for (const id of new Set(ids)) found.set(id, await signedVersions(db, cipher, id))
  return found
}

export const diagnosisMapping: Mapping = {
  kind: 'consultation-diagnosis',
  resourceType: 'Condition',
  identifierSystem: identifierSystems.consultationDiagnosis,
  async toResources(parts, events) {
    const versions = await versionsById(
      parts.db,
      parts.cipher,
      events.map(e => e.id),
    )
    return perConsultation(parts, events, (told, event) => {
      const diagnosed = diagnosisOf(parts.cipher, told, versions.get(event.id) ?? [], event)
      return diagnosed && conditionOf(told, diagnosed)
    })
  },
}

/** R4 has the hash of an attachment as SHA-1. */
const attached = (contentType: string, title: string, text: string): Attachment => ({
  contentType,
  title,
  data: Buffer.from(text).toString('base64'),
  hash: createHash('sha1').update(text).digest('base64'),
})

/** Whoever holds both attachments can verify them without asking us. */
const documentOf = (
  { consultation, patient }: Told,
  { row, key, text, document }: SignedVersion,
  { data }: RelayedEvent,
): DocumentReference | undefined => {
  if (text === null) return undefined
  const { consultationId } = consultation
  const { documentHash, signature, version, doctorId, signedAt } = row
  const proof = { algorithm: key.algorithm, keyId: key.keyId, publicKey: key.publicKey, documentHash, signature }
  const before = { system: identifierSystems.consultationRecord, value: `${consultationId}.${version - 1}` }
  return {
    resourceType: 'DocumentReference',
    status: data.status === 'superseded' ? 'superseded' : 'current',
    type: {
      coding: [
        {
          system: codeSystems.document,
          code: 'online-consultation',
          display: documentCodes['online-consultation'],
        },
      ],
    },
    subject: patient,
    date: signedAt.toISOString(),
    author: [{ reference: `Practitioner/${doctorId}` }],
    custodian: { reference: `Organization/${consultation.institutionId}` },
    ...(version > 1 && {
      relatesTo: [{ code: 'replaces', target: { type: 'DocumentReference', identifier: before } }],
      ...(document?.amends && { description: document.amends.because }),
    }),
    content: [
      { attachment: attached('application/json', '签名的病历', text) },
      { attachment: attached('application/json', '电子签名', JSON.stringify(proof)) },
    ],
    context: { encounter: [visitReference(consultationId)] },
  }
}

const partsOf = (id: string): [consultationId: string, version: number] => {
  const at = id.lastIndexOf('.')
  return [id.slice(0, at), Number(id.slice(at + 1))]
}

export const recordMapping: Mapping = {
  kind: 'consultation-record',
  resourceType: 'DocumentReference',
  identifierSystem: identifierSystems.consultationRecord,
  async toResources({ db, cipher }, events) {
    const ids = events.map(e => partsOf(e.id)[0])
    const [told, versions] = [await toldOf(db, ids), await versionsById(db, cipher, ids)]
    const resources = new Map<string, Relayed>()
    for (const event of events) {
      const [consultationId, version] = partsOf(event.id)
      const about = told.get(consultationId)
      const signed = versions.get(consultationId)?.find(v => v.row.version === version)
      const document = about && signed && documentOf(about, signed, event)
      if (document) resources.set(event.eventId, document)
    }
    return resources
  },
}
