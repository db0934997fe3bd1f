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
  CareTeam: subjectAndPatient,
  Communication: { ...subjectAndPatient, encounter: reference('encounter'), sent: date('sent') },
  Condition: { ...subjectAndPatient, code: token('code'), 'recorded-date': date('recordedDate') },
  Consent: { patient: reference('patient'), date: date('dateTime') },
  Contract: { ...subjectAndPatient },
  DiagnosticReport: { ...subjectAndPatient, date: date('effectiveDateTime', 'effectivePeriod') },
  Encounter: {
    ...subjectAndPatient,
    appointment: reference('appointment'),
    class: token('class'),
    date: date('period'),
    'service-provider': reference('serviceProvider'),
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
  MedicationRequest: { ...subjectAndPatient, authoredon: date('authoredOn') },
  Observation: { ...subjectAndPatient, code: token('code'), date: date('effectiveDateTime', 'effectivePeriod') },
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

export const describedTypes = Object.keys(byType)
