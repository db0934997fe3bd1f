/** The words of 在线问诊 that the resident's, the doctor's and the administrator's contracts share. */
import * as z from 'zod/mini'
import { PaymentState } from '../appointments/model'
import { ShownAttachment } from '../attachments/contract'
import { Count, Day, Fen, Id, Instant, PlatformId, growing, statement, words } from '../kernel/schemas'
import { Receipt } from '../relay/contract'

/** FHIR EncounterStatus, the part we use: asked, accepted by the doctor, ended by the doctor, ended otherwise. */
export const consultationStatuses = ['planned', 'in-progress', 'finished', 'cancelled'] as const
export const ConsultationStatus = z.enum(consultationStatuses)
export type ConsultationStatus = z.infer<typeof ConsultationStatus>

/** How it ended. `summary` and `clinic` are `finished`, the others `cancelled`. */
export const consultationOutcomes = [
  'summary',
  'clinic',
  'not_accepted',
  'declined',
  'withdrawn',
  'unpaid',
  'lapsed',
] as const
export const ConsultationOutcome = z.enum(consultationOutcomes)
export type ConsultationOutcome = z.infer<typeof ConsultationOutcome>

/** What may be treated over the network is a follow-up visit alone (互联网诊疗监管细则, 国卫办医发〔2022〕2号). */
/** While a question waits: the doctor is not on duty now, or answers online no longer. Null: here, or it waits no longer. */
export const DoctorAway = z.nullable(z.enum(['off_duty', 'left']))
export type DoctorAway = z.infer<typeof DoctorAway>

export const Visit = z.enum(['follow_up', 'first_visit', 'changed_condition'])
export type Visit = z.infer<typeof Visit>

export const Side = z.enum(['resident', 'doctor'])
export type Side = z.infer<typeof Side>

export const recordKinds = ['diagnosis', 'prescription', 'reading', 'report'] as const
export const RecordKind = z.enum(recordKinds)
export type RecordKind = z.infer<typeof RecordKind>

/** One line of the county's record of a person. */
export const CountyRecord = z.object({
  recordId: PlatformId,
  kind: RecordKind,
  /** 高血压, 氨氯地平片 5mg, 血压, 血常规. */
  title: z.string(),
  /** 148/92 mmHg, 每日一次. */
  detail: z.nullable(z.string()),
  day: z.nullable(Day),
  institutionName: z.nullable(z.string()),
  doctorName: z.nullable(z.string()),
  /** Of a diagnosis that is not confirmed, or of nobody and nowhere: it shows no earlier diagnosis; `detail` says why. */
  unproven: z.optional(z.boolean()),
})
export type CountyRecord = z.infer<typeof CountyRecord>

/** The record that shows the diagnosis: from the county, as pictures of paper, or to be fetched by the doctor. */
export const EarlierDiagnosis = z.object({
  by: z.enum(['county_record', 'pictures', 'doctor_fetches']),
  record: z.nullable(CountyRecord),
  pictures: z.array(ShownAttachment),
})

/** What the doctor kept of it when accepting; absent while the consultation waits. */
export const KeptEvidence = z.object({
  at: Instant,
  record: z.nullable(CountyRecord),
  pictures: z.array(ShownAttachment),
})

export const questionsAtMost = 5
/** What a yes-or-no question may be answered with. */
export const yesNoAnswers = ['是', '不是', '说不准'] as const
/** A doctor's own short question before the talk. */
export const PreQuestion = z.object({
  questionId: Id,
  text: words(2, 60),
  answer: z.enum(['yes_no', 'text']),
})
export type PreQuestion = z.infer<typeof PreQuestion>
export const PreAnswer = z.object({ questionId: Id, question: z.string(), answer: z.string() })

export const messageKinds = ['text', 'picture', 'sound', 'note'] as const
/** `note`: what the service itself says (accepted, transferred, ended); never in the doctor's name. */
export const MessageKind = z.enum(messageKinds)

export const textAtMost = 1000
export const ConsultationMessage = z.object({
  messageId: Id,
  /** 1, 2, 3 … of this consultation; null while the content check has not answered (only the author sees it). */
  seq: z.nullable(Count),
  state: z.enum(['sent', 'held', 'refused']),
  from: z.enum(['resident', 'doctor', 'service']),
  /** 本人, 女儿 王*; the doctor's full name; 系统. */
  authorName: z.string(),
  kind: growing(messageKinds),
  text: z.nullable(z.string()),
  attachment: z.nullable(ShownAttachment),
  at: Instant,
})
export type ConsultationMessage = z.infer<typeof ConsultationMessage>

/** What the phone sends. It makes the id itself (UUID version 7), so that a repeat is the same message. */
export const NewMessage = z
  .object({
    messageId: Id,
    kind: z.enum(['text', 'picture', 'sound']),
    /** Of a text, and of nothing else. */
    text: z.optional(statement(1, textAtMost)),
    /** Of a picture or a sound, already uploaded. */
    attachmentId: z.optional(Id),
  })
  .check(
    z.refine(
      ({ kind, text, attachmentId }) =>
        kind === 'text' ? text !== undefined && !attachmentId : text === undefined && attachmentId !== undefined,
      { error: '文字、图片和录音要分开发' },
    ),
  )
export type NewMessage = z.infer<typeof NewMessage>

/** High-water marks: up to which number each side's phone has fetched, and has shown. */
export const Reached = z.object({ delivered: Count, read: Count })
export const messagesPerPage = 50
/** `after` goes on from a number, `before` turns back; neither: the newest page. */
export const MessagesQuery = z.object({
  after: z.optional(z.coerce.number().check(z.int(), z.gte(0))),
  before: z.optional(z.coerce.number().check(z.int(), z.gte(1))),
})
export const MessagesPage = z.object({
  /** By number, oldest first; those without a number last. */
  messages: z.array(ConsultationMessage),
  /** The consultation's newest number. */
  last: Count,
  status: ConsultationStatus,
  reached: z.object({ resident: Reached, doctor: Reached }),
})
export type MessagesPage = z.infer<typeof MessagesPage>

const line = (max: number) => z.nullable(statement(1, max))
/**
 * 门诊病历 of a follow-up visit (病历书写基本规范 article 13), with what the resident takes home. Nothing of it is
 * filled in by software (互联网诊疗监管细则 articles 13 and 21).
 */
export const SummaryFields = z.object({
  chiefComplaint: statement(2, 200),
  presentIllness: statement(2, 1000),
  pastHistory: line(500),
  allergies: line(200),
  diagnosis: statement(2, 200),
  diagnosisCode: z.nullable(z.string().check(z.regex(/^[A-Z]\d\d(\.[0-9A-Za-z+]{1,6})?$/))),
  advice: statement(2, 1000),
  /** Drugs the patient goes on with; a prescription is another thing. */
  medications: z.array(z.object({ name: words(1, 60), usage: words(1, 100) })).check(z.maxLength(5)),
  followUpOn: z.nullable(Day),
  /** 出现什么情况要马上去医院. */
  ifWorse: statement(2, 500),
})
export type SummaryFields = z.infer<typeof SummaryFields>

export const Signature = z.object({
  algorithm: z.enum(['Ed25519', 'SM2']),
  keyId: z.string(),
  signedAt: Instant,
  /** Verified now, over the very text that was signed. */
  valid: z.boolean(),
})
export const Summary = z.extend(SummaryFields, {
  version: Count,
  doctorName: z.string(),
  institutionName: z.string(),
  /** Why it was amended; null for the first version. */
  amendedBecause: z.nullable(z.string()),
  signature: Signature,
})
export type Summary = z.infer<typeof Summary>

export const Rating = z.object({ stars: Count, words: z.nullable(z.string()), at: Instant })
export const Complaint = z.object({
  complaintId: Id,
  state: z.enum(['open', 'answered']),
  statement: z.string(),
  at: Instant,
  answer: z.nullable(z.string()),
  answeredAt: z.nullable(Instant),
})

/** Where a stopped consultation was sent, and the number the doctor booked there. */
export const ToClinic = z.object({
  why: z.enum(['first_visit', 'changed_condition', 'no_evidence', 'unsuitable', 'emergency']),
  /** The doctor's own words. */
  words: z.string(),
  departmentId: z.nullable(PlatformId),
  departmentName: z.nullable(z.string()),
  appointmentId: z.nullable(Id),
})

/** What both sides see of one consultation. */
export const consultationParts = {
  consultationId: Id,
  status: ConsultationStatus,
  outcome: z.nullable(ConsultationOutcome),
  personId: Id,
  doctorId: PlatformId,
  doctorName: z.string(),
  doctorTitle: z.nullable(z.string()),
  institutionId: PlatformId,
  institutionName: z.string(),
  /** What is wrong, in the resident's own words. */
  reason: z.string(),
  pictures: z.array(ShownAttachment),
  sounds: z.array(ShownAttachment),
  earlier: EarlierDiagnosis,
  answers: z.array(PreAnswer),
  allowRecords: z.boolean(),
  askedAt: Instant,
  /** By when a doctor accepts, else it ends and is refunded. */
  acceptBefore: z.nullable(Instant),
  acceptedAt: z.nullable(Instant),
  endedAt: z.nullable(Instant),
  /** Who ended it and why, in words a person reads. */
  endedWords: z.nullable(z.string()),
  /** Whose turn it is, while live. */
  awaiting: z.nullable(Side),
  evidence: z.nullable(KeptEvidence),
  summary: z.nullable(Summary),
  toClinic: z.nullable(ToClinic),
  last: Count,
  reached: z.object({ resident: Reached, doctor: Reached }),
}

export const ConsultationPayment = z.object({
  state: PaymentState,
  orderId: Id,
  amount: Fen,
  payBefore: z.nullable(Instant),
})

/** As the resident's side sees it. */
export const Consultation = z.object({
  ...consultationParts,
  /** Masked unless it is oneself. */
  personName: z.string(),
  fee: Fen,
  payment: z.nullable(ConsultationPayment),
  rating: z.nullable(Rating),
  complaint: z.nullable(Complaint),
  doctorAway: DoctorAway,
  /** A small child's, and whoever looks is no grown-up relative: they read, and write nothing. */
  guardianWrites: z.boolean(),
  can: z.object({
    write: z.boolean(),
    withdraw: z.boolean(),
    rate: z.boolean(),
    complain: z.boolean(),
    changeRecordsAccess: z.boolean(),
  }),
  relay: Receipt,
})
