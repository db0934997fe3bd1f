import { createHash } from 'node:crypto'
import {
  type CodeableConcept,
  type Condition,
  type DocumentReference,
  type Encounter,
  type Observation,
  type QuestionnaireResponse,
  type QuestionnaireResponseItem,
} from '@medplum/fhirtypes'
import { codeSystems } from 'shared/kernel/fhir-systems'
import { type Resource } from './resource'

export type Issue = { at: string; text: string }

interface Invariant extends Issue {
  holds(resource: Resource): boolean
}

const startsWithoutTime = ['proposed', 'cancelled', 'waitlist']

const appointmentInvariants: Invariant[] = [
  {
    at: 'Appointment.participant',
    text: 'app-1: a participant has a type or an actor',
    holds: ({ participant }) => {
      const list = Array.isArray(participant) ? (participant as { type?: unknown; actor?: unknown }[]) : []
      return list.every(({ type, actor }) => type !== undefined || actor !== undefined)
    },
  },
  {
    at: 'Appointment',
    text: 'app-2: start and end are both given or both left out',
    holds: ({ start, end }) => (start === undefined) === (end === undefined),
  },
  {
    at: 'Appointment',
    text: 'app-3: only proposed, cancelled or waitlist appointments may lack start and end',
    holds: ({ start, status }) => start !== undefined || startsWithoutTime.includes(String(status)),
  },
  {
    at: 'Appointment',
    text: 'app-4: only cancelled or noshow appointments have a cancelation reason',
    holds: ({ cancelationReason, status }) =>
      cancelationReason === undefined || ['cancelled', 'noshow'].includes(String(status)),
  },
]

/** A rule about a type, in the type's own words. */
const rule = <T>(at: string, text: string, holds: (resource: T) => boolean): Invariant => ({
  at,
  text,
  holds: resource => holds(resource as unknown as T),
})

const coded = (concept: CodeableConcept | undefined, system: string, codes: string[]): boolean =>
  (concept?.coding ?? []).some(c => c.system === system && codes.includes(c.code ?? ''))
const isMistake = ({ verificationStatus }: Condition): boolean =>
  coded(verificationStatus, codeSystems.conditionVerification, ['entered-in-error'])
const isListed = ({ category = [] }: Condition): boolean =>
  category.some(c => coded(c, codeSystems.conditionCategory, ['problem-list-item']))
const over = ['inactive', 'resolved', 'remission']
const isAbated = (c: Condition): boolean => Object.keys(c).some(key => key.startsWith('abatement'))

const conditionInvariants = [
  rule<Condition>(
    'Condition.clinicalStatus',
    'con-3: a condition on the problem list has a clinical status, unless it was a mistake',
    c => c.clinicalStatus !== undefined || isMistake(c) || !isListed(c),
  ),
  rule<Condition>(
    'Condition.clinicalStatus',
    'con-4: what is abated is inactive, resolved or in remission',
    c => !isAbated(c) || coded(c.clinicalStatus, codeSystems.conditionStatus, over),
  ),
  rule<Condition>(
    'Condition.clinicalStatus',
    'con-5: a mistake has no clinical status',
    c => c.clinicalStatus === undefined || !isMistake(c),
  ),
]

/** R4 defines the hash of an attachment as SHA-1, in base64; it is taken over the data, not over its base64. */
const hashOf = (data: string): string => createHash('sha1').update(Buffer.from(data, 'base64')).digest('base64')
const isBase64 = (text: string): boolean =>
  /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/.test(text)
const attachmentsOf = (d: DocumentReference) => (d.content ?? []).flatMap(c => (c.attachment ? [c.attachment] : []))

const documentInvariants = [
  rule<DocumentReference>(
    'DocumentReference.content.attachment',
    'att-1: an attachment with data tells its content type',
    d => attachmentsOf(d).every(a => a.data === undefined || a.contentType !== undefined),
  ),
  rule<DocumentReference>('DocumentReference.content.attachment.data', 'the data of an attachment is base64', d =>
    attachmentsOf(d).every(a => a.data === undefined || isBase64(a.data)),
  ),
  rule<DocumentReference>(
    'DocumentReference.content.attachment.hash',
    'the hash of an attachment is the SHA-1 of its data',
    d => attachmentsOf(d).every(a => a.data === undefined || a.hash === undefined || a.hash === hashOf(a.data)),
  ),
]

const attendants = ['Practitioner', 'PractitionerRole', 'RelatedPerson']
const encounterInvariants = [
  rule<Encounter>(
    'Encounter.participant.individual',
    'a participant is a Practitioner, a PractitionerRole or a RelatedPerson',
    ({ participant = [] }) =>
      participant.every(({ individual }) => {
        const type = individual?.reference?.split('/').at(-2) ?? individual?.type
        return type === undefined || attendants.includes(type)
      }),
  ),
]

const observationInvariants = [
  rule<Observation>(
    'Observation.dataAbsentReason',
    'obs-6: only an observation without a value tells why it has none',
    o => o.dataAbsentReason === undefined || !Object.keys(o).some(key => key.startsWith('value')),
  ),
]

/** Items lie within items and answers, deeper than the library follows. */
const itemsOf = (items: QuestionnaireResponseItem[] = []): QuestionnaireResponseItem[] =>
  items.flatMap(item => [item, ...itemsOf(item.item), ...(item.answer ?? []).flatMap(answer => itemsOf(answer.item))])

const answersInvariants = [
  rule<QuestionnaireResponse>('QuestionnaireResponse.item.linkId', 'every item, however deep, names its question', r =>
    itemsOf(r.item).every(({ linkId }) => typeof linkId === 'string'),
  ),
  rule<QuestionnaireResponse>(
    'QuestionnaireResponse.item',
    'qrs-1: items lie beneath an item or beneath its answers, not both',
    r => itemsOf(r.item).every(({ item, answer }) => item === undefined || answer === undefined),
  ),
]

/** Invariants of the R4 pages for the types that the relay exchanges; the library knows none. */
export const invariants: Record<string, Invariant[]> = {
  Appointment: appointmentInvariants,
  Condition: conditionInvariants,
  DocumentReference: documentInvariants,
  Encounter: encounterInvariants,
  Observation: observationInvariants,
  Organization: [
    {
      at: 'Organization',
      text: 'org-1: an organization has a name or an identifier',
      holds: ({ name, identifier }) => name !== undefined || identifier !== undefined,
    },
  ],
  QuestionnaireResponse: answersInvariants,
}
