/** 在线问诊 for residents: whom to ask, asking, talking, and what comes of it. */
import * as z from 'zod/mini'
import { endpoint } from '../kernel/endpoint'
import { Count, Day, Fen, Id, Instant, PlatformId, statement } from '../kernel/schemas'
import {
  Complaint,
  Consultation,
  ConsultationOutcome,
  ConsultationPayment,
  ConsultationStatus,
  CountyRecord,
  DoctorAway,
  PreQuestion,
  questionsAtMost,
  Rating,
  Side,
  Visit,
} from './model'

const resident = ['resident'] as const
const consultation = z.object({ consultationId: Id })

export const ConsultingDoctor = z.object({
  doctorId: PlatformId,
  institutionId: PlatformId,
  institutionName: z.string(),
  /** The full real name, as the rules want it shown (互联网诊疗管理办法(试行), 2018). */
  name: z.string(),
  title: z.nullable(z.string()),
  goodAt: z.nullable(z.string()),
  departmentNames: z.array(z.string()),
  /** Of this person's own family-doctor team. */
  ownTeam: z.boolean(),
  /** May see children below the age that needs a paediatric doctor. */
  paediatric: z.boolean(),
  fee: Fen,
  /** Median minutes from asking to the first answer of the last 30 days; null: too few to say. */
  usualMinutes: z.nullable(Count),
  waiting: Count,
  /** Whether a question can be asked now: on duty, and the day's cap not reached. */
  open: z.boolean(),
  closedBecause: z.nullable(z.enum(['off_duty', 'full_today', 'not_for_child'])),
})
export type ConsultingDoctor = z.infer<typeof ConsultingDoctor>

/** A line of my consultations. */
export const ConsultationLine = z.object({
  consultationId: Id,
  status: ConsultationStatus,
  outcome: z.nullable(ConsultationOutcome),
  personId: Id,
  personName: z.string(),
  doctorName: z.string(),
  institutionName: z.string(),
  payment: z.nullable(ConsultationPayment),
  askedAt: Instant,
  /** Of the newest message; null before the first. */
  lastAt: z.nullable(Instant),
  unread: Count,
  /** Whose turn it is, while live. */
  awaiting: z.nullable(Side),
  followUpOn: z.nullable(Day),
  doctorAway: DoctorAway,
})
export type ConsultationLine = z.infer<typeof ConsultationLine>

export const consultationsContract = {
  consultationDoctors: endpoint({
    method: 'GET',
    path: '/consultations/doctors',
    summary: "Doctors who answer online: the person's own family-doctor team first, then the county's",
    access: resident,
    query: z.object({ personId: Id }),
    reply: z.object({
      doctors: z.array(ConsultingDoctor),
      /** The county platform did not say who the family doctors are: the list is whole, but not in that order. */
      teamUnknown: z.boolean(),
      emergency: z.object({ phone: z.string() }),
    }),
    errors: ['not_found'],
  }),
  askingRules: endpoint({
    method: 'GET',
    path: '/consultations/doctors/:doctorId/asking',
    summary:
      "What is asked before a consultation with this doctor: the doctor's questions, consent, fee, earlier diagnoses",
    access: resident,
    params: z.object({ doctorId: PlatformId }),
    /** `institutionId`: of a doctor who answers at several; else where they are on duty. */
    query: z.object({ personId: Id, institutionId: z.optional(PlatformId) }),
    reply: z.object({
      doctor: ConsultingDoctor,
      questions: z.array(PreQuestion),
      consentVersion: z.string(),
      fee: Fen,
      payMinutes: Count,
      acceptHours: Count,
      /** The person is below the age at which a guardian must be present. */
      guardianNeeded: z.boolean(),
      /** From the county's record; null: the platform cannot be reached now. */
      diagnoses: z.nullable(z.array(CountyRecord)),
    }),
    errors: ['not_found', 'doctor_not_consulting'],
  }),
  ask: endpoint({
    method: 'POST',
    path: '/consultations',
    summary: 'Ask a doctor',
    access: resident,
    body: z.object({
      personId: Id,
      doctorId: PlatformId,
      institutionId: PlatformId,
      visit: Visit,
      reason: statement(5, 1000),
      /** Pictures and sounds of what is wrong, already uploaded. */
      attachmentIds: z._default(z.array(Id).check(z.maxLength(9)), []),
      earlier: z.discriminatedUnion('by', [
        z.object({ by: z.literal('county_record'), recordId: PlatformId }),
        z.object({ by: z.literal('pictures'), attachmentIds: z.array(Id).check(z.minLength(1), z.maxLength(9)) }),
        z.object({ by: z.literal('doctor_fetches') }),
      ]),
      answers: z.array(z.object({ questionId: Id, answer: statement(1, 200) })).check(z.maxLength(questionsAtMost)),
      consentVersion: z.string().check(z.maxLength(20)),
      allowRecords: z.boolean(),
      guardianPresent: z._default(z.boolean(), false),
    }),
    reply: Consultation,
    status: 201,
    errors: [
      'not_found',
      'consent_required',
      'person_consent_withdrawn',
      'consent_version_unknown',
      'first_visit_not_online',
      'condition_changed_not_online',
      'doctor_not_consulting',
      'doctor_off_duty',
      'doctor_full_today',
      'guardian_required',
      'paediatric_doctor_required',
      'consultation_open',
      'records_permission_needed',
      'record_unknown',
      'diagnosis_unproven',
      'answers_incomplete',
      'attachment_unknown',
      'attachment_refused',
      'content_refused',
      'content_check_unavailable',
      'questions_unpaid',
      'county_platform_unavailable',
    ],
  }),
  consultations: endpoint({
    method: 'GET',
    path: '/consultations',
    summary: 'Consultations of everyone the account may act for: live ones first, then ended, newest first',
    access: resident,
    query: z.object({ personId: z.optional(Id), before: z.optional(Id) }),
    reply: z.object({ consultations: z.array(ConsultationLine), next: z.nullable(Id) }),
    errors: ['not_found'],
  }),
  consultation: endpoint({
    method: 'GET',
    path: '/consultations/:consultationId',
    summary: 'One consultation',
    access: resident,
    params: consultation,
    reply: Consultation,
    errors: ['not_found'],
  }),
  withdraw: endpoint({
    method: 'POST',
    path: '/consultations/:consultationId/withdrawal',
    summary: 'Take the question back before a doctor accepted; refunded in full',
    access: resident,
    params: consultation,
    reply: Consultation,
    errors: ['not_found', 'consultation_state'],
  }),
  changeRecordsAccess: endpoint({
    method: 'PUT',
    path: '/consultations/:consultationId/records-access',
    summary: 'Allow the doctor to see the county records, or no longer',
    access: resident,
    params: consultation,
    body: z.object({ allow: z.boolean() }),
    reply: Consultation,
    errors: ['not_found', 'consultation_state', 'consent_required', 'person_consent_withdrawn'],
  }),
  rate: endpoint({
    method: 'PUT',
    path: '/consultations/:consultationId/rating',
    summary: 'Rate the service, once',
    access: resident,
    params: consultation,
    body: z.object({ stars: z.int().check(z.gte(1), z.lte(5)), words: z.optional(statement(1, 300)) }),
    reply: Rating,
    errors: ['not_found', 'consultation_state', 'already_rated', 'rating_ended'],
  }),
  complain: endpoint({
    method: 'POST',
    path: '/consultations/:consultationId/complaint',
    summary: 'Complain to the administrator; one open complaint for each consultation',
    access: resident,
    params: consultation,
    body: z.object({ statement: statement(5, 1000) }),
    reply: Complaint,
    status: 201,
    errors: ['not_found', 'complaint_open'],
  }),
} as const
