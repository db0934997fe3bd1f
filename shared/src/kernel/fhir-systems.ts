/**
 * The names that both sides of the county wire must spell alike: identifier systems, code systems, extension URLs,
 * operation names. The server's connector and the sandbox county platform import the same constants; a real county
 * replaces them by configuration of its connector, not by editing rules.
 */

/** Systems of `Identifier.system`; a resource is found again by `system|value`. */
export const identifierSystems = {
  /** GB 11643 resident identity number (18 characters). */
  identityNumber: 'urn:county-health:identity-number',
  /** Supplementary documents: passport, 港澳台 permit, birth certificate. */
  otherDocument: 'urn:county-health:other-document',
  /** E-health card number: one per person for life; codes and cards are media of it. */
  healthCard: 'urn:county-health:health-card',
  /** Our public booking id, on every Appointment that we relay. */
  appointment: 'urn:county-health:appointment',
  /** Our public id of somebody's place on a wait-list (候补), an Appointment of status `waitlist`. */
  waitlist: 'urn:county-health:waitlist',
  /** Our public id of a relayed audit row (AuditEvent), consent (Consent), proxy (RelatedPerson). */
  audit: 'urn:county-health:audit',
  consent: 'urn:county-health:consent',
  relatedPerson: 'urn:county-health:related-person',
  /** Our public id of a paid order (Invoice), of its payment and of each refund (PaymentNotice). */
  invoice: 'urn:county-health:invoice',
  payment: 'urn:county-health:payment',
  refund: 'urn:county-health:refund',
  /** 微信支付订单号, by which a PaymentNotice names where the money is. */
  wechatTransaction: 'urn:county-health:wechat-pay-transaction',
  /** Our public id of an online consultation (Encounter), and of what belongs to it. */
  consultation: 'urn:county-health:consultation',
  /** A message of the talk (Communication). */
  consultationMessage: 'urn:county-health:consultation-message',
  /** The answers to the doctor's questions before the talk (QuestionnaireResponse). */
  consultationAnswers: 'urn:county-health:consultation-answers',
  /** The diagnosis that the doctor gave (Condition). */
  consultationDiagnosis: 'urn:county-health:consultation-diagnosis',
  /** The signed record, and each amendment of it (DocumentReference). */
  consultationRecord: 'urn:county-health:consultation-record',
  /** Unified social credit code of an institution (18 characters). */
  institution: 'urn:county-health:credit-code',
  /** Department number, unique in the county: `<institution id>-<department>`. */
  department: 'urn:county-health:department',
  /** Staff number of a doctor, unique in the county. */
  practitioner: 'urn:county-health:practitioner',
  /** A session (one doctor, one department, one half day) and a segment of it. */
  schedule: 'urn:county-health:schedule',
  slot: 'urn:county-health:slot',
} as const

/** Systems of `Coding.system`. */
export const codeSystems = {
  /** Department code of the county, in HealthcareService.type and PractitionerRole.specialty. */
  department: 'urn:county-health:code:department',
  /** Staff title, in PractitionerRole.code: see `titleCodes`. */
  title: 'urn:county-health:code:title',
  /** Kind of institution, in Organization.type: see `institutionKinds`. */
  institutionKind: 'urn:county-health:code:institution-kind',
  /** Outcome of a card verification: valid, expired, forged, void, used. */
  cardOutcome: 'urn:county-health:code:card-outcome',
  /** Relation between a person and a relative, in RelatedPerson.relationship. */
  relation: 'urn:county-health:code:relation',
  /** What a doctor may do, in Practitioner.qualification: see `qualificationCodes`. */
  qualification: 'urn:county-health:code:qualification',
  /** Kind of team, in CareTeam.category: see `careTeamCodes`. */
  careTeam: 'urn:county-health:code:care-team',
  /** Kind of document, in DocumentReference.type: see `documentCodes`. */
  document: 'urn:county-health:code:document',
  /** Diagnoses: GB/T 14396 is ICD-10 in China. */
  icd10: 'http://hl7.org/fhir/sid/icd-10',
  /** What an Observation measured. */
  loinc: 'http://loinc.org',
  /** Units of measure. */
  ucum: 'http://unitsofmeasure.org',
  /** Encounter.class; see `onlineClass`. */
  encounterClass: 'http://terminology.hl7.org/CodeSystem/v3-ActCode',
  conditionStatus: 'http://terminology.hl7.org/CodeSystem/condition-clinical',
  conditionVerification: 'http://terminology.hl7.org/CodeSystem/condition-ver-status',
  conditionCategory: 'http://terminology.hl7.org/CodeSystem/condition-category',
  observationCategory: 'http://terminology.hl7.org/CodeSystem/observation-category',
} as const

/** Practitioner.qualification; `period.start` is the day from which it holds. */
export const qualificationCodes = {
  /** 独立临床工作: seeing patients on one's own. */
  'independent-practice': '独立执业',
  paediatric: '儿科',
} as const
export const careTeamCodes = { 'family-doctor': '家庭医生团队' } as const
export const documentCodes = { 'online-consultation': '互联网诊疗病历' } as const

/** Encounter.class of an online consultation (virtual), and of a visit to a clinic (ambulatory). */
export const onlineClass = 'VR'
export const clinicClass = 'AMB'

/** Staff titles, highest first: code in the wire → the words residents read. */
export const titleCodes = {
  chief: '主任医师',
  'associate-chief': '副主任医师',
  attending: '主治医师',
  resident: '住院医师',
  village: '乡村医生',
} as const
export type TitleCode = keyof typeof titleCodes

export const institutionKinds = {
  'county-hospital': '县级综合医院',
  'chinese-medicine-hospital': '县级中医医院',
  'township-centre': '乡镇卫生院',
  'village-clinic': '村卫生室',
} as const
export type InstitutionKind = keyof typeof institutionKinds

/** Extension URLs. Each line names the resource that carries it and the value[x] used. */
export const extensionUrls = {
  /** Slot: valueInteger, how many numbers the segment holds. */
  capacity: 'urn:county-health:ext:capacity',
  /** Slot: nested extensions named by pool (`poolNames`), each valueInteger; their sum is the capacity. */
  pools: 'urn:county-health:ext:pools',
  /** Schedule and Slot: valueInteger, registration fee in fen (integer, ≥ 0). */
  fee: 'urn:county-health:ext:fee-fen',
  /** Schedule and Slot: valueCode `ordinary` | `expert`. */
  grade: 'urn:county-health:ext:grade',
  /** Schedule, Slot, HealthcareService, Location: valueString, floor and room as people say it. */
  place: 'urn:county-health:ext:place',
  /** Schedule: valueCode `am` | `pm`. */
  halfDay: 'urn:county-health:ext:half-day',
  /** Schedule: valueReference to the HealthcareService (it is an actor too; this says which actor is the department). */
  department: 'urn:county-health:ext:department',
  /** Schedule: valueBoolean, true when a county-hospital doctor sits at a township centre that day. */
  jointClinic: 'urn:county-health:ext:joint-clinic',
  /** Schedule and Slot: valueString, why it was stopped. */
  stopReason: 'urn:county-health:ext:stop-reason',
  /** HealthcareService: valueString, repeatable, an illness word that leads to this department. */
  keyword: 'urn:county-health:ext:keyword',
  /** PractitionerRole: valueString, what the doctor is good at. */
  goodAt: 'urn:county-health:ext:good-at',
  /** Location: valueString, how to get there. */
  howToGetThere: 'urn:county-health:ext:how-to-get-there',
  /** Patient: valueString, ethnic group in words. */
  ethnicGroup: 'urn:county-health:ext:ethnic-group',
  /** Appointment: valueCode, the pool the number came from. */
  pool: 'urn:county-health:ext:pool',
  /** Appointment: valueInteger, the booking's own version, so that a late message never undoes a newer one. */
  version: 'urn:county-health:ext:version',
  /** Invoice: valueIdentifier, what was paid for (an Appointment's identifier). */
  paidFor: 'urn:county-health:ext:paid-for',
  /** Appointment: valueInteger, queue number in the session. */
  queueNumber: 'urn:county-health:ext:queue-number',
  /** Communication: valueInteger, the message's number within its consultation, from 1 without gaps. */
  messageNumber: 'urn:county-health:ext:message-number',
  /** Encounter: valueCode, how an online consultation ended. */
  consultationOutcome: 'urn:county-health:ext:consultation-outcome',
} as const

export const poolNames = ['public', 'contracted', 'referral'] as const
export type PoolName = (typeof poolNames)[number]

/** Operations of the card authority, offered by the sandbox county platform (its README names their parameters). */
export const cardOperations = {
  open: '$health-card-open',
  code: '$health-card-code',
  freeze: '$health-card-freeze',
  unfreeze: '$health-card-unfreeze',
  reissue: '$health-card-reissue',
  /** On the type: Patient/$verify-health-card. */
  verify: '$verify-health-card',
} as const

/** What a verification of a card code can find. `void`: frozen, lost or re-issued since. */
export const cardOutcomes = ['valid', 'expired', 'forged', 'void', 'used'] as const
export type CardOutcome = (typeof cardOutcomes)[number]
