import {
  type Communication,
  type Condition,
  type DocumentReference,
  type Encounter,
  type QuestionnaireResponse,
  type Reference,
} from '@medplum/fhirtypes'
import { codeSystems, onlineClass } from 'shared/kernel/fhir-systems'
import { FhirError } from './outcome'
import { type Resource } from './resource'
import { identifierTerm } from './search-terms'
import { type Store } from './store'

/**
 * What the county demands of an online consultation beyond R4, as a county's regulator would: whose it is, who answered,
 * which way it may go on. A reference by identifier may run ahead of its target; what is here already must fit.
 */

type Fault = [at: string, text: string]

/** @throws FhirError 422 with one issue per broken rule. @param before the version that stands, if any */
export function checkRules(store: Store, resource: Resource, before?: Resource): void {
  const faults = rules[resource.resourceType]?.(store, resource, before) ?? []
  if (faults.length === 0) return
  const issues = faults.map(([at, text]) => ({ at: `${resource.resourceType}.${at}`, text }))
  throw new FhirError(422, 'business-rule', `${resource.resourceType} breaks a rule of the county`, issues)
}

type Rules = (store: Store, resource: Resource, before?: Resource) => Fault[]
const rulesOf =
  <T>(faultsOf: (store: Store, resource: T, before: T | undefined) => Fault[]): Rules =>
  (store, resource, before) =>
    faultsOf(store, resource as unknown as T, before as unknown as T | undefined)

const names = (reference: Reference | undefined, type?: string): boolean => {
  if (!reference) return false
  const { reference: address, identifier, display } = reference
  if (!type) return Boolean(address ?? identifier ?? display)
  return address ? address.startsWith(`${type}/`) : identifier !== undefined && reference.type === type
}

const missing = (...checks: [at: string, is: boolean][]): Fault[] =>
  checks.filter(([, is]) => !is).map(([at]) => [at, 'The county does not take it without this'])

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b)

/** The visit a thing belongs to, as far as it is here. */
function encounterOf(store: Store, reference: Reference | undefined): Encounter | undefined {
  const { system = '', value } = reference?.identifier ?? {}
  const id = reference?.reference?.split('/').at(-1) ?? [...withIdentifier(store, system, value)][0]
  const found = id === undefined ? undefined : store.current('Encounter', id)
  return found && found.method !== 'DELETE' ? (found.resource as unknown as Encounter) : undefined
}

const withIdentifier = (store: Store, system: string, value: string | undefined): Iterable<string> =>
  value === undefined ? [] : store.withTerm('Encounter', identifierTerm(`${system}|${value}`))

/** Whoever it is about must be whom the visit is about. */
function ofSamePerson(store: Store, subject: Reference | undefined, visit: Reference | undefined): Fault[] {
  const encounter = encounterOf(store, visit)
  if (!encounter || encounter.subject?.reference === subject?.reference) return []
  return [['subject', 'It is about somebody else than its Encounter']]
}

/** Status → those that may follow. */
const ways: Record<string, string[]> = {
  planned: ['planned', 'in-progress', 'finished', 'cancelled', 'entered-in-error'],
  'in-progress': ['in-progress', 'finished', 'cancelled', 'entered-in-error'],
  finished: ['finished', 'entered-in-error'],
  cancelled: ['cancelled', 'entered-in-error'],
  'entered-in-error': ['entered-in-error'],
}

function encounterFaults(_store: Store, encounter: Encounter, before: Encounter | undefined): Fault[] {
  const { class: { system, code } = {}, status = '', subject, participant = [], period, serviceProvider } = encounter
  if (system !== codeSystems.encounterClass || code !== onlineClass) return []
  const goesOn = before === undefined || (ways[before.status ?? ''] ?? []).includes(status)
  return [
    ...missing(
      ['subject', names(subject, 'Patient')],
      ['participant', participant.some(({ individual }) => names(individual, 'Practitioner'))],
      ['serviceProvider', names(serviceProvider, 'Organization')],
      ['period.start', !['in-progress', 'finished'].includes(status) || period?.start !== undefined],
      ['period.end', status !== 'finished' || period?.end !== undefined],
    ),
    ...(status in ways ? [] : ([['status', `${status} is no state of an online consultation`]] as Fault[])),
    ...(goesOn ? [] : ([['status', `${status} does not follow ${before.status}`]] as Fault[])),
    ...(before && before.subject?.reference !== subject?.reference
      ? ([['subject', 'A consultation stays the same person’s']] as Fault[])
      : []),
  ]
}

function messageFaults(store: Store, message: Communication, before: Communication | undefined): Fault[] {
  const { subject, encounter, sender, sent, payload = [] } = message
  const faults = missing(
    ['subject', names(subject, 'Patient')],
    ['encounter', names(encounter, 'Encounter') || encounter?.identifier !== undefined],
    ['sender', names(sender)],
    ['sent', sent !== undefined],
    ['payload', payload.length > 0],
  )
  if (before && !same(before.payload, payload)) faults.push(['payload', 'What was said is not changed afterwards'])
  return [...faults, ...ofSamePerson(store, subject, encounter)]
}

function answersFaults(store: Store, { subject, encounter, authored, item = [] }: QuestionnaireResponse): Fault[] {
  return [
    ...missing(
      ['subject', names(subject, 'Patient')],
      ['encounter', names(encounter)],
      ['authored', authored !== undefined],
      ['item', item.length > 0],
    ),
    ...ofSamePerson(store, subject, encounter),
  ]
}

function diagnosisFaults(store: Store, { subject, encounter, code, asserter, recorder }: Condition): Fault[] {
  return [
    ...missing(
      ['subject', names(subject, 'Patient')],
      ['code', Boolean(code?.text ?? code?.coding?.length)],
      ['asserter', names(asserter) || names(recorder)],
    ),
    ...ofSamePerson(store, subject, encounter),
  ]
}

function documentFaults(store: Store, document: DocumentReference, before: DocumentReference | undefined): Fault[] {
  const { subject, author = [], date, type, context, content = [] } = document
  const visits = context?.encounter ?? []
  const faults = missing(
    ['subject', names(subject, 'Patient')],
    ['author', author.some(a => names(a, 'Practitioner'))],
    ['date', date !== undefined],
    ['type', type !== undefined],
    ['context.encounter', visits.length > 0],
    ['content.attachment.data', content.every(({ attachment }) => attachment?.data !== undefined)],
    ['content.attachment.hash', content.every(({ attachment }) => attachment?.hash !== undefined)],
  )
  if (before && !same(before.content, content))
    faults.push(['content', 'A document is never changed, only followed by another (relatesTo)'])
  return [...faults, ...visits.flatMap(visit => ofSamePerson(store, subject, visit))]
}

const rules: Record<string, Rules> = {
  Encounter: rulesOf(encounterFaults),
  Communication: rulesOf(messageFaults),
  QuestionnaireResponse: rulesOf(answersFaults),
  Condition: rulesOf(diagnosisFaults),
  DocumentReference: rulesOf(documentFaults),
}
