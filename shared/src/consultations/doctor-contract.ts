/** 在线问诊 for the doctor who answers. */
import * as z from 'zod/mini'
import { SlotOffer } from '../appointments/model'
import { endpoint } from '../kernel/endpoint'
import { Count, Day, Fen, Id, Instant, PlatformId, statement } from '../kernel/schemas'
import { consultationParts, ConsultationOutcome, ConsultationStatus, CountyRecord, RecordKind, ToClinic } from './model'
import { RedFlag } from './red-flags'

const doctors = ['doctor'] as const
const consultation = z.object({ consultationId: Id })
const Sex = z.enum(['male', 'female', 'other', 'unknown'])

const QueueLine = z.object({
  consultationId: Id,
  status: ConsultationStatus,
  outcome: z.nullable(ConsultationOutcome),
  personName: z.string(),
  sex: Sex,
  age: Count,
  /** The first words of what is wrong. */
  reason: z.string(),
  /** Found by a fixed word list in the resident's own words; not a diagnosis. */
  redFlags: z.array(RedFlag),
  askedAt: Instant,
  acceptBefore: z.nullable(Instant),
  /** Since when it is the doctor's turn; null: the resident's turn. */
  waitingSince: z.nullable(Instant),
  unread: Count,
  ownTeam: z.boolean(),
  followUpOn: z.nullable(Day),
  /** Accepted and lapsed: its record is not written yet, and may still be. */
  recordDue: z.boolean(),
  /** Sent on by this colleague. */
  transferredBy: z.nullable(z.string()),
})
export type QueueLine = z.infer<typeof QueueLine>

/** As the doctor sees it: with the patient's full name, which a record needs. */
export const DoctorConsultation = z.object({
  ...consultationParts,
  personName: z.string(),
  sex: Sex,
  age: Count,
  redFlags: z.array(RedFlag),
  guardianPresent: z.boolean(),
  /** Who writes for the person: 本人, 女儿 王*. */
  askedBy: z.string(),
  transferredBy: z.nullable(z.object({ name: z.string(), words: z.string() })),
  followedUpAt: z.nullable(Instant),
  /** While it waits: what its doctor judged it to be, so that only the stop is left. */
  mustStop: z.nullable(z.enum(['first_visit', 'changed_condition'])),
  can: z.object({
    accept: z.boolean(),
    askBack: z.boolean(),
    write: z.boolean(),
    transfer: z.boolean(),
    decline: z.boolean(),
    stop: z.boolean(),
    bookClinic: z.boolean(),
    finish: z.boolean(),
    amend: z.boolean(),
    followUp: z.boolean(),
  }),
})
export type DoctorConsultation = z.infer<typeof DoctorConsultation>

export const doctorConsultationsContract = {
  queue: endpoint({
    method: 'GET',
    path: '/doctor/consultations',
    summary: 'Waiting, running, to follow up and to record, the oldest promise first; or ended, newest first',
    access: doctors,
    query: z.object({ list: z._default(z.enum(['work', 'ended']), 'work'), before: z.optional(Id) }),
    reply: z.object({
      waiting: z.array(QueueLine),
      running: z.array(QueueLine),
      toFollowUp: z.array(QueueLine),
      /** Accepted and lapsed, without the record that is due: the one that may be written for the shortest time first. */
      toRecord: z.array(QueueLine),
      ended: z.array(QueueLine),
      next: z.nullable(Id),
    }),
  }),
  doctorConsultation: endpoint({
    method: 'GET',
    path: '/doctor/consultations/:consultationId',
    summary: 'One consultation of mine',
    access: doctors,
    params: consultation,
    reply: DoctorConsultation,
    errors: ['not_found'],
  }),
  patientRecords: endpoint({
    method: 'GET',
    path: '/doctor/consultations/:consultationId/records',
    summary: "The county's records of the patient, as far as the patient allows; each look is audited",
    access: doctors,
    params: consultation,
    query: z.object({ kind: RecordKind }),
    reply: z.object({ records: z.array(CountyRecord) }),
    errors: ['not_found', 'consultation_state', 'records_not_allowed', 'county_platform_unavailable'],
  }),
  accept: endpoint({
    method: 'POST',
    path: '/doctor/consultations/:consultationId/acceptance',
    summary: 'Accept as a follow-up visit, keeping the record that shows the diagnosis',
    access: doctors,
    params: consultation,
    body: z.object({
      assessment: z.enum(['follow_up', 'first_visit', 'changed_condition']),
      /** A county record, or pictures that the resident sent in this consultation. */
      evidence: z.nullable(
        z.discriminatedUnion('by', [
          z.object({ by: z.literal('county_record'), recordId: PlatformId }),
          z.object({ by: z.literal('pictures'), attachmentIds: z.array(Id).check(z.minLength(1), z.maxLength(9)) }),
        ]),
      ),
    }),
    reply: DoctorConsultation,
    errors: [
      'not_found',
      'consultation_state',
      'doctor_inactive',
      'practice_years_short',
      'paediatric_doctor_required',
      'guardian_missing',
      'evidence_required',
      'stop_required',
      'records_not_allowed',
      'record_unknown',
      'diagnosis_unproven',
      'attachment_unknown',
      'county_platform_unavailable',
    ],
  }),
  askBack: endpoint({
    method: 'POST',
    path: '/doctor/consultations/:consultationId/question',
    summary: 'Ask the resident for something before accepting',
    access: doctors,
    params: consultation,
    body: z.object({ messageId: Id, text: statement(2, 500) }),
    reply: DoctorConsultation,
    errors: [
      'not_found',
      'consultation_state',
      'stop_required',
      'doctor_inactive',
      'practice_years_short',
      'paediatric_doctor_required',
      'guardian_missing',
      'waiting_for_answer',
      'content_refused',
    ],
  }),
  transferTargets: endpoint({
    method: 'GET',
    path: '/doctor/consultations/:consultationId/colleagues',
    summary: 'Colleagues on duty who may take it',
    access: doctors,
    params: consultation,
    reply: z.object({
      colleagues: z.array(
        z.object({
          doctorId: PlatformId,
          institutionId: PlatformId,
          name: z.string(),
          title: z.nullable(z.string()),
          goodAt: z.nullable(z.string()),
          institutionName: z.string(),
          waiting: Count,
        }),
      ),
    }),
    errors: ['not_found'],
  }),
  transfer: endpoint({
    method: 'POST',
    path: '/doctor/consultations/:consultationId/transfer',
    summary: 'Hand it to a colleague, with a word why; the resident is told',
    access: doctors,
    params: consultation,
    body: z.object({ doctorId: PlatformId, institutionId: PlatformId, words: statement(2, 200) }),
    errors: [
      'not_found',
      'consultation_state',
      'stop_required',
      'doctor_not_consulting',
      'doctor_off_duty',
      'doctor_full_today',
      'paediatric_doctor_required',
      'colleague_has_consultation',
    ],
  }),
  decline: endpoint({
    method: 'POST',
    path: '/doctor/consultations/:consultationId/refusal',
    summary: 'Not take it, with a reason; refunded in full',
    access: doctors,
    params: consultation,
    body: z.object({ words: statement(2, 200) }),
    reply: DoctorConsultation,
    errors: ['not_found', 'consultation_state', 'stop_required'],
  }),
  stop: endpoint({
    method: 'POST',
    path: '/doctor/consultations/:consultationId/stop',
    summary: 'Stop at once and send to a clinic (first visit, changed condition or anything unsuitable)',
    access: doctors,
    params: consultation,
    body: z.object({
      why: ToClinic.shape.why,
      words: statement(2, 300),
      departmentId: z.nullable(PlatformId),
    }),
    reply: DoctorConsultation,
    errors: ['not_found', 'consultation_state', 'department_unknown'],
  }),
  clinicSlots: endpoint({
    method: 'GET',
    path: '/doctor/consultations/:consultationId/clinic-slots',
    summary: 'Numbers of a department that this doctor may give the patient: contracted or referral pool, then public',
    access: doctors,
    params: consultation,
    query: z.object({ departmentId: PlatformId }),
    reply: z.object({ slots: z.array(z.extend(SlotOffer, { fee: Fen, place: z.nullable(z.string()) })) }),
    errors: ['not_found', 'department_unknown'],
  }),
  bookClinic: endpoint({
    method: 'POST',
    path: '/doctor/consultations/:consultationId/clinic-booking',
    summary: 'Book a number for the patient of a stopped consultation, once',
    access: doctors,
    params: consultation,
    body: z.object({ slotId: PlatformId }),
    reply: DoctorConsultation,
    status: 201,
    errors: [
      'not_found',
      'consultation_state',
      'clinic_booked',
      'slot_full',
      'slot_past',
      'slot_not_released',
      'session_stopped',
      'already_booked_in_session',
      'overlaps_booking',
      'limit_department_day',
      'limit_phone_month',
      'blocked_no_show',
      'pool_not_allowed',
    ],
  }),
  followedUp: endpoint({
    method: 'POST',
    path: '/doctor/consultations/:consultationId/follow-up',
    summary: 'The follow-up was done: it leaves the list',
    access: doctors,
    params: consultation,
    reply: DoctorConsultation,
    errors: ['not_found', 'consultation_state'],
  }),
} as const
