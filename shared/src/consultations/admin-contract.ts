/** 在线问诊 for the administrator: rules, complaints, and the regulator's view. */
import * as z from 'zod/mini'
import { endpoint } from '../kernel/endpoint'
import { Count, Day, Id, Instant, PlatformId, statement, words } from '../kernel/schemas'
import {
  Complaint,
  ConsultationMessage,
  ConsultationOutcome,
  consultationParts,
  ConsultationStatus,
  Rating,
  Summary,
} from './model'

const administrators = ['administrator'] as const
const consultation = z.object({ consultationId: Id })
const institution = z.object({ institutionId: PlatformId })
const between = (min: number, max: number) => z.int().check(z.gte(min), z.lte(max))

/** What each institution sets for itself. */
export const ConsultationRules = z.object({
  /** Whether its doctors answer online at all. */
  open: z.boolean(),
  /** Fen; null: as an ordinary outpatient visit to a doctor of that title. */
  fee: z.nullable(between(0, 1_000_000)),
  payMinutes: between(5, 120),
  /** Hours in which a doctor accepts, else ended and refunded. */
  acceptHours: between(1, 72),
  /** Hours without a word of the doctor's after which an accepted one lapses and is refunded. */
  lapseHours: between(12, 168),
  /** New consultations a day for each doctor. */
  dailyCap: between(1, 200),
  refundWhenStopped: z.boolean(),
  /** Days after the end in which it can be rated. */
  ratingDays: between(1, 90),
})
export type ConsultationRules = z.infer<typeof ConsultationRules>

export const defaultConsultationRules: ConsultationRules = {
  open: true,
  fee: null,
  payMinutes: 15,
  acceptHours: 24,
  lapseHours: 48,
  dailyCap: 30,
  refundWhenStopped: true,
  ratingDays: 30,
}

const Stored = z.object({
  institutionId: PlatformId,
  institutionName: z.string(),
  rules: ConsultationRules,
  /** Must be sent back with a change, so that two administrators do not overwrite each other. */
  version: z.int(),
  changes: z.array(z.object({ at: Instant, by: z.string(), what: z.array(z.string()) })),
})

const FoundConsultation = z.object({
  consultationId: Id,
  status: ConsultationStatus,
  outcome: z.nullable(ConsultationOutcome),
  /** Masked: opening one is another, audited step. */
  personName: z.string(),
  doctorName: z.string(),
  institutionName: z.string(),
  askedAt: Instant,
  /** null: no doctor sees it before it is paid for. */
  acceptBefore: z.nullable(Instant),
  complaint: z.nullable(z.enum(['open', 'answered'])),
})

/** One step of a consultation's trace, as it is shown and exported. */
export const TraceStep = z.object({ at: Instant, who: z.string(), what: z.string() })

export const adminConsultationsContract = {
  consultationRules: endpoint({
    method: 'GET',
    path: '/admin/institutions/:institutionId/consultation-rules',
    summary: "An institution's rules for online consultation and who changed what",
    access: administrators,
    params: institution,
    reply: Stored,
    errors: ['not_found'],
  }),
  changeConsultationRules: endpoint({
    method: 'PUT',
    path: '/admin/institutions/:institutionId/consultation-rules',
    summary: "Change an institution's rules for online consultation; audited",
    access: administrators,
    params: institution,
    body: z.object({ rules: ConsultationRules, version: z.int() }),
    reply: Stored,
    errors: ['not_found', 'version_conflict'],
  }),
  findConsultations: endpoint({
    method: 'GET',
    path: '/admin/consultations',
    summary: 'Consultations of a range of days, newest first; names masked, nothing of what was said',
    access: administrators,
    query: z.object({
      from: Day,
      to: Day,
      doctorName: z.optional(words(1, 40)),
      status: z.optional(ConsultationStatus),
      before: z.optional(Id),
    }),
    reply: z.object({ consultations: z.array(FoundConsultation), next: z.nullable(Id) }),
    errors: ['range_invalid'],
  }),
  openConsultation: endpoint({
    method: 'POST',
    path: '/admin/consultations/:consultationId/opening',
    summary:
      "The regulator's view: the whole consultation, read-only, with a reason; the patient can see that it was opened",
    access: administrators,
    params: consultation,
    body: z.object({ reason: statement(4, 200) }),
    reply: z.object({
      consultation: z.object({
        ...consultationParts,
        personName: z.string(),
        sex: z.enum(['male', 'female', 'other', 'unknown']),
        /** In years, on the day of asking. */
        age: Count,
        /** Who wrote for the person: 本人, 女儿 王*. */
        askedBy: z.string(),
        /** Of a child who needs one there; null: of an age at which nobody is needed. */
        guardianPresent: z.nullable(z.boolean()),
        /** The doctor who handed it on last, and why. */
        transferredBy: z.nullable(z.object({ name: z.string(), words: z.string() })),
        /** Institution and department to which the doctor sent the person. */
        clinicPlace: z.nullable(z.string()),
      }),
      messages: z.array(ConsultationMessage),
      summaries: z.array(Summary),
      rating: z.nullable(Rating),
      complaint: z.nullable(Complaint),
      trace: z.array(TraceStep),
    }),
    errors: ['not_found'],
    // A reading, not a change: what is answered is too private to be kept under a key.
    idempotency: 'none',
  }),
  exportConsultation: endpoint({
    method: 'POST',
    path: '/admin/consultations/:consultationId/export',
    summary: 'One consultation as a page that opens anywhere, with its pictures, signatures and trace; with a reason',
    access: administrators,
    params: consultation,
    body: z.object({ reason: statement(4, 200) }),
    reply: z.string(),
    replyType: 'text/html',
    errors: ['not_found'],
    idempotency: 'none',
  }),
  consultationComplaints: endpoint({
    method: 'GET',
    path: '/admin/consultation-complaints',
    summary: 'Complaints, open ones first',
    access: administrators,
    reply: z.object({
      complaints: z.array(
        z.extend(Complaint, {
          consultationId: Id,
          doctorName: z.string(),
          institutionName: z.string(),
          personName: z.string(),
        }),
      ),
      open: Count,
    }),
  }),
  answerComplaint: endpoint({
    method: 'POST',
    path: '/admin/consultation-complaints/:complaintId/answer',
    summary: 'Answer a complaint; the resident is told',
    access: administrators,
    params: z.object({ complaintId: Id }),
    body: z.object({ answer: statement(2, 500) }),
    reply: Complaint,
    errors: ['not_found', 'already_decided'],
  }),
} as const
