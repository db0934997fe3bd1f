/** Writes one version of the record: told whole by itself, signed by the doctor's key, and never changed after. */
import type { Summary, SummaryFields } from 'shared/consultations/model'
import type { Context } from '../../../context'
import type { Tx } from '../../../db/transaction'
import { enqueueAll } from '../../../relay/outbox'
import { findDoctor, institutionNames } from '../../directory'
import { findPeopleByIds, openName } from '../../identity'
import type { Consultation } from '../consultation.entity'
import { type Evidence, openJson } from '../earlier'
import { ConsultationSummary } from '../summary.entity'
import { diagnosisVersionOf } from './diagnosis-version'
import { type RecordDocument, canonical } from './document'
import { hashOf, signText, verifyText } from './sign'
import { signingKeyOf } from './signing-keys'
import { showVersion } from './summaries'

export interface NewVersion {
  consultation: Consultation
  summary: SummaryFields
  version: number
  amends: RecordDocument['amends']
  at: Date
}
type Parts = Pick<Context, 'cipher' | 'config'>

/** @param new of a consultation that was accepted: it has evidence */
const documentOf = async (tx: Tx, { cipher }: Parts, given: NewVersion): Promise<RecordDocument> => {
  const { consultation: c, summary, version, amends, at } = given
  const person = (await findPeopleByIds(tx, [c.personId])).get(c.personId)!
  const doctor = await findDoctor(tx, c.doctorId)
  const names = await institutionNames(tx, [c.institutionId])
  const { platformId, sex, birthDate } = person
  return {
    kind: 'online-consultation-record',
    consultationId: c.consultationId,
    version,
    patient: { platformId, name: openName(cipher, person), sex, birthDate },
    doctor: { id: c.doctorId, name: doctor?.name ?? c.doctorId, title: doctor?.title ?? null },
    institution: { id: c.institutionId, name: names.get(c.institutionId) ?? c.institutionId },
    askedAt: c.askedAt.toISOString(),
    acceptedAt: c.acceptedAt!.toISOString(),
    signedAt: at.toISOString(),
    evidence: openJson<Evidence>(cipher, c.evidence!),
    summary,
    amends,
  }
}

/** The county hears of each version as a document of its own; the one it amends is superseded. */
const recordEvents = (consultationId: string, version: number, at: Date) => {
  const event = (n: number, status: string, eventVersion: number) => ({
    kind: 'consultation-record',
    id: `${consultationId}.${n}`,
    version: eventVersion,
    data: { status },
    at,
  })
  return [event(version, 'current', 1), ...(version > 1 ? [event(version - 1, 'superseded', 2)] : [])]
}

/** @returns it as it is shown from now on */
export const signVersion = async (tx: Tx, parts: Parts, given: NewVersion): Promise<Summary> => {
  const { cipher } = parts
  const { consultation, version, at } = given
  const { consultationId, doctorId } = consultation
  const key = await signingKeyOf(tx, parts, doctorId, at)
  const document = await documentOf(tx, parts, given)
  const text = canonical(document)
  const signature = signText(key.algorithm, cipher.open(key.privateKey, 'signing_key'), text)
  const row = {
    consultationId,
    version,
    documentHash: hashOf(text),
    signature,
    keyId: key.keyId,
    doctorId,
    signedAt: at,
  }
  await tx
    .createQueryBuilder()
    .insert()
    .into(ConsultationSummary)
    .values({ ...row, document: cipher.seal(text, 'consultation') })
    .updateEntity(false)
    .execute()
  const diagnosis = { id: consultationId, version: diagnosisVersionOf(cipher, consultation, version), at }
  await enqueueAll(tx, [
    ...recordEvents(consultationId, version, at),
    { kind: 'consultation-diagnosis', ...diagnosis, data: { summary: version } },
  ])
  return showVersion({ row, key, document, valid: verifyText(key.algorithm, key.publicKey, text, signature) })
}
