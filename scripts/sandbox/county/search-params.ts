/**
 * The search parameters this server knows, after the R4 definitions: kind, where the value lies (dots walk into
 * objects and lists), and for typed references the type they must point at.
 */
export interface SearchParam {
  kind: 'token' | 'reference' | 'date' | 'string'
  paths: string[]
  target?: string
}

const token = (...paths: string[]): SearchParam => ({ kind: 'token', paths })
const date = (...paths: string[]): SearchParam => ({ kind: 'date', paths })
const text = (...paths: string[]): SearchParam => ({ kind: 'string', paths })
const reference = (path: string, target?: string): SearchParam => ({ kind: 'reference', paths: [path], target })

const everyType: Record<string, SearchParam> = {
  _id: token('id'),
  _lastUpdated: date('meta.lastUpdated'),
  _tag: token('meta.tag'),
  identifier: token('identifier'),
  status: token('status'),
}

const subjectAndPatient = { subject: reference('subject'), patient: reference('subject', 'Patient') }
const names = ['name.text', 'name.family', 'name.given']

const byType: Record<string, Record<string, SearchParam>> = {
  Appointment: {
    actor: reference('participant.actor'),
    patient: reference('participant.actor', 'Patient'),
    practitioner: reference('participant.actor', 'Practitioner'),
    location: reference('participant.actor', 'Location'),
    slot: reference('slot'),
    date: date('start'),
    'service-type': token('serviceType'),
  },
  AuditEvent: {
    date: date('recorded'),
    agent: reference('agent.who'),
    entity: reference('entity.what'),
    patient: reference('entity.what', 'Patient'),
    type: token('type'),
  },
  CarePlan: { ...subjectAndPatient, date: date('period') },
  CareTeam: { ...subjectAndPatient, category: token('category'), participant: reference('participant.member') },
  Communication: {
    ...subjectAndPatient,
    encounter: reference('encounter'),
    sender: reference('sender'),
    sent: date('sent'),
  },
  Condition: {
    ...subjectAndPatient,
    encounter: reference('encounter'),
    asserter: reference('asserter'),
    category: token('category'),
    code: token('code'),
    'clinical-status': token('clinicalStatus'),
    'recorded-date': date('recordedDate'),
  },
  Consent: { patient: reference('patient'), date: date('dateTime') },
  Contract: { ...subjectAndPatient },
  DiagnosticReport: {
    ...subjectAndPatient,
    encounter: reference('encounter'),
    code: token('code'),
    date: date('effectiveDateTime', 'effectivePeriod'),
  },
  Encounter: {
    ...subjectAndPatient,
    participant: reference('participant.individual'),
    practitioner: reference('participant.individual', 'Practitioner'),
    appointment: reference('appointment'),
    class: token('class'),
    date: date('period'),
    'service-provider': reference('serviceProvider'),
  },
  DocumentReference: {
    ...subjectAndPatient,
    identifier: token('identifier', 'masterIdentifier'),
    author: reference('author'),
    date: date('date'),
    encounter: reference('context.encounter'),
    relatesto: reference('relatesTo.target'),
    type: token('type'),
  },
  EpisodeOfCare: { patient: reference('patient'), organization: reference('managingOrganization') },
  HealthcareService: {
    active: token('active'),
    name: text('name'),
    organization: reference('providedBy'),
    location: reference('location'),
    'service-type': token('type'),
  },
  Invoice: { ...subjectAndPatient, issuer: reference('issuer'), date: date('date'), recipient: reference('recipient') },
  Location: { name: text('name'), organization: reference('managingOrganization') },
  MedicationDispense: { ...subjectAndPatient, prescription: reference('authorizingPrescription') },
  MedicationRequest: {
    ...subjectAndPatient,
    encounter: reference('encounter'),
    code: token('medicationCodeableConcept'),
    authoredon: date('authoredOn'),
  },
  Observation: {
    ...subjectAndPatient,
    encounter: reference('encounter'),
    category: token('category'),
    code: token('code'),
    date: date('effectiveDateTime', 'effectivePeriod'),
  },
  Organization: { active: token('active'), name: text('name'), partof: reference('partOf'), type: token('type') },
  Patient: {
    active: token('active'),
    name: text(...names),
    phone: token('telecom.value'),
    birthdate: date('birthDate'),
    gender: token('gender'),
    organization: reference('managingOrganization'),
  },
  PaymentNotice: { request: reference('request'), created: date('created') },
  Practitioner: { active: token('active'), name: text(...names) },
  PractitionerRole: {
    active: token('active'),
    practitioner: reference('practitioner'),
    organization: reference('organization'),
    service: reference('healthcareService'),
    location: reference('location'),
    specialty: token('specialty'),
    role: token('code'),
    date: date('period'),
  },
  QuestionnaireResponse: {
    ...subjectAndPatient,
    author: reference('author'),
    authored: date('authored'),
    encounter: reference('encounter'),
  },
  RelatedPerson: { active: token('active'), patient: reference('patient'), name: text(...names) },
  Schedule: {
    active: token('active'),
    actor: reference('actor'),
    date: date('planningHorizon'),
    'service-type': token('serviceType'),
  },
  Slot: { schedule: reference('schedule'), start: date('start'), 'service-type': token('serviceType') },
  Subscription: { url: token('channel.endpoint'), type: token('channel.type'), criteria: text('criteria') },
  Task: { ...{ subject: reference('for'), patient: reference('for', 'Patient') }, focus: reference('focus') },
}

/** Parameters of a type: name → definition. */
export function searchParamsOf(type: string): Record<string, SearchParam> {
  return { ...everyType, ...byType[type] }
}

/**
 * The parameter a query names. `encounter:identifier` finds references that name their target by identifier.
 * @returns undefined for one that this server does not know
 */
export function searchParamNamed(type: string, name: string): SearchParam | undefined {
  const params = searchParamsOf(type)
  const [, before = '', modifier] = /^([^:]+)(?::(.*))?$/.exec(name) ?? []
  const param = params[before]
  if (modifier === undefined || !param) return param
  if (modifier !== 'identifier' || param.kind !== 'reference') return undefined
  return token(...param.paths.map(path => `${path}.identifier`))
}

export const describedTypes = Object.keys(byType)
