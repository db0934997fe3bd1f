import {
  type CareTeam,
  type Condition,
  type DiagnosticReport,
  type Encounter,
  type MedicationRequest,
  type Observation,
  type Resource,
} from '@medplum/fhirtypes'
import { DateTime } from 'luxon'
import { careTeamCodes, clinicClass, codeSystems } from 'shared/kernel/fhir-systems'
import { readingOf } from './readings'
import {
  type DiagnosisSeed,
  type PrescriptionSeed,
  type ReportSeed,
  stories,
  type Story,
  type VisitSeed,
} from './stories'

/** One visit as all that came of it refers to it. */
interface Visit {
  /** `<person>-<number of the visit>`, for ids. */
  key: string
  subject: { reference: string }
  encounter: { reference: string }
  doctor: { reference: string }
  place: { reference: string }
  /** Instant of the county. */
  at: DateTime
}

/** The histories of the demo's people. @param today YYYY-MM-DD; what happened so many days ago is counted from it */
export function buildHistories(today: string): Resource[] {
  return Object.entries(stories).flatMap(([patientId, story]) => historyOf(patientId, story, today))
}

/** Encounters, conditions, prescriptions, readings, reports and the family-doctor team of one person. */
export function historyOf(patientId: string, { visits, team }: Story, today: string): Resource[] {
  const person = patientId.replace(/^pat-/, '')
  const subject = { reference: `Patient/${patientId}` }
  return [
    ...visits.flatMap((visit, at) => visitResources(visit, visitOf(visit, `${person}-${at + 1}`, subject, today))),
    ...(team ? [teamOf(person, subject, team, today)] : []),
  ]
}

function visitOf({ daysAgo, doctor }: VisitSeed, key: string, subject: Visit['subject'], today: string): Visit {
  return {
    key,
    subject,
    encounter: { reference: `Encounter/enc-${key}` },
    doctor: { reference: `Practitioner/doc-${doctor}` },
    place: { reference: `Organization/org-${doctor.split('-')[0]}` },
    at: DateTime.fromISO(`${today}T09:20`, { zone: 'Asia/Shanghai' }).minus({ days: daysAgo }),
  }
}

function visitResources(seed: VisitSeed, visit: Visit): Resource[] {
  const { diagnoses = [], prescriptions = [], readings = [], reports = [] } = seed
  return [
    encounterOf(visit),
    ...diagnoses.map((diagnosis, at) => conditionOf(diagnosis, visit, at + 1)),
    ...prescriptions.map((prescription, at) => prescriptionOf(prescription, visit, at + 1)),
    ...readings.map((reading, at): Observation => ({
      ...readingOf(reading),
      ...measuredAt(visit, `obs-${visit.key}-${at + 1}`),
    })),
    ...reports.map((report, at) => reportOf(report, visit, at + 1)),
  ]
}

const instant = (at: DateTime): string => at.toISO({ suppressMilliseconds: true })!

function encounterOf({ key, subject, doctor, place, at }: Visit): Encounter {
  return {
    resourceType: 'Encounter',
    id: `enc-${key}`,
    status: 'finished',
    class: { system: codeSystems.encounterClass, code: clinicClass },
    subject,
    participant: [{ individual: doctor }],
    period: { start: instant(at), end: instant(at.plus({ minutes: 25 })) },
    serviceProvider: place,
  }
}

function conditionOf(seed: DiagnosisSeed, { key, subject, encounter, doctor, at }: Visit, number: number): Condition {
  const { text, icd10, begunBefore, state = 'active', severity } = seed
  const over = state === 'resolved' ? { abatementDateTime: at.plus({ days: 14 }).toISODate()! } : {}
  return {
    resourceType: 'Condition',
    id: `cond-${key}-${number}`,
    clinicalStatus: { coding: [{ system: codeSystems.conditionStatus, code: state }] },
    verificationStatus: { coding: [{ system: codeSystems.conditionVerification, code: 'confirmed' }] },
    category: [{ coding: [{ system: codeSystems.conditionCategory, code: 'encounter-diagnosis' }] }],
    ...(severity ? { severity: { text: severity } } : {}),
    code: { coding: [{ system: codeSystems.icd10, code: icd10, display: text }], text },
    subject,
    encounter,
    ...(begunBefore === undefined ? {} : { onsetDateTime: at.minus({ days: begunBefore }).toISODate()! }),
    ...over,
    recordedDate: instant(at),
    recorder: doctor,
  }
}

function prescriptionOf(seed: PrescriptionSeed, visit: Visit, number: number): MedicationRequest {
  const { name, atc, usage, state = 'active' } = seed
  const { key, subject, encounter, doctor, at } = visit
  return {
    resourceType: 'MedicationRequest',
    id: `rx-${key}-${number}`,
    status: state,
    intent: 'order',
    medicationCodeableConcept: { coding: [{ system: 'http://www.whocc.no/atc', code: atc }], text: name },
    subject,
    encounter,
    authoredOn: instant(at),
    requester: doctor,
    dosageInstruction: [{ text: usage }],
  }
}

const measuredAt = ({ subject, encounter, doctor, place, at }: Visit, id: string) => ({
  id,
  subject,
  encounter,
  effectiveDateTime: instant(at),
  performer: [doctor, place],
})

function reportOf({ title, conclusion }: ReportSeed, visit: Visit, number: number): DiagnosticReport {
  const { key, subject, encounter, doctor, place, at } = visit
  return {
    resourceType: 'DiagnosticReport',
    id: `report-${key}-${number}`,
    status: 'final',
    code: { text: title },
    subject,
    encounter,
    effectiveDateTime: instant(at),
    issued: instant(at.plus({ hours: 3 })),
    performer: [place],
    resultsInterpreter: [doctor],
    conclusion,
  }
}

/** 家庭医生签约团队: the township's doctor first, for a year at a time. */
function teamOf(person: string, subject: Visit['subject'], doctors: string[], today: string): CareTeam {
  const signed = DateTime.fromISO(today).minus({ days: 200 })
  return {
    resourceType: 'CareTeam',
    id: `team-${person}`,
    status: 'active',
    category: [
      {
        coding: [{ system: codeSystems.careTeam, code: 'family-doctor', display: careTeamCodes['family-doctor'] }],
        text: careTeamCodes['family-doctor'],
      },
    ],
    name: careTeamCodes['family-doctor'],
    subject,
    period: { start: signed.toISODate()! },
    participant: doctors.map(doctor => ({ member: { reference: `Practitioner/doc-${doctor}` } })),
    managingOrganization: [{ reference: `Organization/org-${doctors[0]!.split('-')[0]}` }],
  }
}
