/** A doctor on duty and people who ask: what every test of online consultation begins with. */
import { randomUUID } from 'node:crypto'
import { codeSystems } from 'shared/kernel/fhir-systems'
import { type ConsultationRules, defaultConsultationRules } from 'shared/consultations/admin-contract'
import type { PreQuestion } from 'shared/consultations/model'
import { transaction } from '../db/transaction'
import { sealJson } from '../modules/consultations/earlier'
import { type Clinic, newClinic } from './clinic'
import type { PersonOnFile } from './people'
import type { TestServer } from './server'
import { type Resident, type StaffMember, newResident, newStaff } from './signed-in'

export interface NewConsultingDoctor {
  name?: string
  /** Since when on their own; long enough unless told. */
  independentSince?: string | null
  paediatric?: boolean
  onDuty?: boolean
  dailyCap?: number | null
  questions?: PreQuestion[]
  /** At another doctor's clinic. */
  at?: Clinic
}
export interface ConsultingDoctor extends StaffMember {
  clinic: Clinic
  doctorId: string
}

/** Over the defaults. */
export const setConsultationRules = async (
  { db, clock }: TestServer,
  institutionId: string,
  rules: Partial<ConsultationRules>,
): Promise<void> => {
  const stored = JSON.stringify({ ...defaultConsultationRules, ...rules })
  await db.query(
    `INSERT INTO consultation_rules (institution_id, rules, version, updated_at) VALUES (?, ?, 1, ?)
     ON DUPLICATE KEY UPDATE rules = VALUES(rules)`,
    [institutionId, stored, clock.now()],
  )
}

/** Signed in with an open working period, at a desk of their own, on duty unless told. */
export const newConsultingDoctor = async (
  server: TestServer,
  {
    name = '李明',
    independentSince = '2010-07-01',
    paediatric = false,
    onDuty = true,
    dailyCap = null,
    questions = [],
    at,
  }: NewConsultingDoctor = {},
): Promise<ConsultingDoctor> => {
  const clinic = at ?? (await newClinic(server))
  const { institutionId } = clinic
  const doctorId = await clinic.addDoctor({ name, independentSince, paediatric })
  const member = await newStaff(server, { role: 'doctor', institutionId, practitionerId: doctorId, displayName: name })
  await server.db.query(
    `INSERT INTO consultation_desk (doctor_id, institution_id, on_duty, daily_cap, questions, updated_at)
     VALUES (?, ?, ?, ?, ?, ?)`,
    [doctorId, institutionId, onDuty, dailyCap, JSON.stringify(questions), server.clock.now()],
  )
  return { ...member, clinic, doctorId }
}

/** A diagnosis in the county's files, as a doctor made it unless told; @returns its id there. */
export const addDiagnosis = (
  { platform: { store } }: TestServer,
  { platformId }: PersonOnFile,
  text = '高血压',
  given: object = {},
) => {
  const id = `cond-test-${randomUUID().slice(0, 8)}`
  store.atomically(() =>
    store.put(id, {
      resourceType: 'Condition',
      id,
      clinicalStatus: { coding: [{ system: codeSystems.conditionStatus, code: 'active' }] },
      verificationStatus: { coding: [{ system: codeSystems.conditionVerification, code: 'confirmed' }] },
      category: [{ coding: [{ system: codeSystems.conditionCategory, code: 'encounter-diagnosis' }] }],
      code: { coding: [{ system: codeSystems.icd10, code: 'I10.x00', display: text }], text },
      subject: { reference: `Patient/${platformId}` },
      recordedDate: '2026-03-02T02:00:00Z',
      recorder: { type: 'Practitioner', display: '周文' },
      ...given,
    } as never),
  )
  return id
}

type Asked = Parameters<Resident['consultations']['ask']>[0]['body']

/** What a phone sends for a follow-up visit; the diagnosis is from the county's files, put there when none is given. */
export const questionOf = (
  server: TestServer,
  who: Pick<Resident, 'personId' | 'onFile'>,
  { doctorId, institutionId }: Pick<ConsultingDoctor, 'doctorId' | 'institutionId'>,
  given: Partial<Asked> = {},
): Asked => ({
  personId: who.personId,
  doctorId,
  institutionId,
  visit: 'follow_up',
  reason: '血压最近有点高，早上起来头晕，药还按原来的吃',
  earlier: given.earlier ?? { by: 'county_record', recordId: addDiagnosis(server, who.onFile) },
  answers: [],
  consentVersion: server.context.config.CONSULTATION_CONSENT_VERSION,
  allowRecords: true,
  ...given,
})

/** Asked, and before the doctor unless it costs something. */
export const askDoctor = async (
  server: TestServer,
  who: Resident,
  doctor: Pick<ConsultingDoctor, 'doctorId' | 'institutionId'>,
  given: Partial<Asked> = {},
) => who.consultations.ask({ body: questionOf(server, who, doctor, given) })

/**
 * As accepting leaves it, without the doctor's endpoint: what was asked with stands as the evidence. Tests of accepting
 * itself call it.
 */
export const acceptedNow = async (
  { db, clock, context: { cipher } }: TestServer,
  consultationId: string,
  lapseHours = defaultConsultationRules.lapseHours,
): Promise<void> => {
  const at = clock.now()
  const evidence = sealJson(cipher, { record: null, attachmentIds: [] })
  await transaction(db, tx =>
    tx.query(
      `UPDATE consultation SET status = 'in-progress', version = version + 1, evidence = ?, evidence_at = ?,
         accepted_at = ?, first_answer_at = COALESCE(first_answer_at, ?), awaiting = 'doctor', awaiting_since = ?,
         lapse_at = ? WHERE consultation_id = ? AND status = 'planned'`,
      [evidence, at, at, at, at, new Date(at.getTime() + lapseHours * 3_600_000), consultationId],
    ),
  )
}

/** A resident, a doctor on duty and a question between them; `accepted`: already under way. */
export const newConsultation = async (server: TestServer, { accepted = false }: { accepted?: boolean } = {}) => {
  const doctor = await newConsultingDoctor(server)
  const resident = await newResident(server)
  const { consultationId } = await askDoctor(server, resident, doctor)
  if (accepted) await acceptedNow(server, consultationId)
  return { doctor, resident, consultationId }
}
