/** Online consultations as the county platform reads them (R4): the visit, and the answers before it. */
import type { Encounter, QuestionnaireResponse } from '@medplum/fhirtypes'
import { consultationStatuses } from 'shared/consultations/model'
import { codeSystems, extensionUrls, identifierSystems, onlineClass } from 'shared/kernel/fhir-systems'
import { type DataSource, In } from 'typeorm'
import type { Mapping, MappingParts, Relayed, RelayedEvent } from '../../relay/mapping'
import type { FieldCipher } from '../../security/field-cipher'
import { findPeopleByIds } from '../identity'
import { Consultation } from './consultation.entity'
import { openJson } from './earlier'

/** By our identifier, since the visit may still be on its way. */
export const visitReference = (consultationId: string) => ({
  type: 'Encounter' as const,
  identifier: { system: identifierSystems.consultation, value: consultationId },
})

export interface Told {
  consultation: Consultation
  patient: { reference: string }
  doctor: { reference: string }
}

/** Consultations by id, of people whom the platform knows. */
export const toldOf = async (db: DataSource, ids: string[]): Promise<Map<string, Told>> => {
  const rows = await db.manager.findBy(Consultation, { consultationId: In([...new Set(ids)]) })
  const people = await findPeopleByIds(
    db,
    rows.map(c => c.personId),
  )
  const told = new Map<string, Told>()
  for (const consultation of rows) {
    const person = people.get(consultation.personId)
    if (person)
      told.set(consultation.consultationId, {
        consultation,
        patient: { reference: `Patient/${person.platformId}` },
        doctor: { reference: `Practitioner/${consultation.doctorId}` },
      })
  }
  return told
}

/** The resources of events whose own id is the consultation's; undefined: nothing to tell. */
export const perConsultation = async (
  { db }: MappingParts,
  events: RelayedEvent[],
  resourceOf: (told: Told, event: RelayedEvent) => Relayed | undefined,
): Promise<Map<string, Relayed>> => {
  const told = await toldOf(
    db,
    events.map(e => e.id),
  )
  const resources = new Map<string, Relayed>()
  for (const event of events) {
    const about = told.get(event.id)
    const resource = about && resourceOf(about, event)
    if (resource) resources.set(event.eventId, resource)
  }
  return resources
}

const isStatus = (word: unknown): word is Consultation['status'] =>
  (consultationStatuses as readonly unknown[]).includes(word)

/** The talk itself begins with the acceptance; one that was stopped before it began when the doctor could see it. */
const periodOf = ({ acceptedAt, queuedAt, endedAt }: Consultation, status: Consultation['status']) => {
  if (status === 'planned') return undefined
  const start = acceptedAt ?? queuedAt
  const over = status === 'finished' || status === 'cancelled'
  return { ...(start && { start: start.toISOString() }), ...(over && endedAt && { end: endedAt.toISOString() }) }
}

/** The county's health authority supervises online consultations and reads why it was asked (互联网诊疗监管细则 art. 5). */
const encounterOf = (
  cipher: FieldCipher,
  { consultation: c, patient, doctor }: Told,
  { data }: RelayedEvent,
): Encounter => {
  const status = isStatus(data.status) ? data.status : c.status
  const period = periodOf(c, status)
  return {
    resourceType: 'Encounter',
    ...(typeof data.outcome === 'string' && {
      extension: [{ url: extensionUrls.consultationOutcome, valueCode: data.outcome }],
    }),
    status,
    class: { system: codeSystems.encounterClass, code: onlineClass },
    subject: patient,
    participant: [{ individual: doctor }],
    ...(period && { period }),
    reasonCode: [{ text: cipher.open(c.reason, 'consultation') }],
    serviceProvider: { reference: `Organization/${c.institutionId}` },
  }
}

export const consultationMapping: Mapping = {
  kind: 'consultation',
  resourceType: 'Encounter',
  identifierSystem: identifierSystems.consultation,
  toResources: (parts, events) =>
    perConsultation(parts, events, (told, event) => encounterOf(parts.cipher, told, event)),
}

interface Answer {
  questionId: string
  question: string
  answer: string
}

const answersOf = (cipher: FieldCipher, { consultation: c, patient }: Told): QuestionnaireResponse | undefined => {
  const answers = openJson<Answer[]>(cipher, c.answers)
  if (!answers.length) return undefined
  return {
    resourceType: 'QuestionnaireResponse',
    status: 'completed',
    subject: patient,
    encounter: visitReference(c.consultationId),
    authored: c.askedAt.toISOString(),
    source: patient,
    item: answers.map(({ questionId, question, answer }) => ({
      linkId: questionId,
      text: question,
      answer: [{ valueString: answer }],
    })),
  }
}

export const answersMapping: Mapping = {
  kind: 'consultation-answers',
  resourceType: 'QuestionnaireResponse',
  identifierSystem: identifierSystems.consultationAnswers,
  toResources: (parts, events) => perConsultation(parts, events, told => answersOf(parts.cipher, told)),
}
