import type { ConsultationOutcome, ConsultationStatus, Side, Visit } from 'shared/consultations/model'
import type { PaymentState } from 'shared/appointments/model'
import { Column, Entity, PrimaryColumn } from 'typeorm'

const instant = { type: 'datetime', precision: 3 } as const
const instantOrNull = { ...instant, nullable: true } as const
const sealed = { type: 'text' } as const
const sealedOrNull = { type: 'text', nullable: true } as const

/** One question of one person to one doctor, from asking to its end. What was said are its messages. */
@Entity('consultation')
export class Consultation {
  @PrimaryColumn({ name: 'consultation_id', type: 'char', length: 36 })
  consultationId: string
  @Column({ name: 'person_id', type: 'char', length: 36 })
  personId: string
  /** Who asked. */
  @Column({ name: 'account_id', type: 'char', length: 36 })
  accountId: string
  /** The doctor now responsible, and where; both change with a transfer. */
  @Column({ name: 'doctor_id', type: 'varchar', length: 64 })
  doctorId: string
  @Column({ name: 'institution_id', type: 'varchar', length: 64 })
  institutionId: string
  /** The doctor is of the person's own family-doctor team, as the county platform said when it came to this doctor. */
  @Column({ name: 'own_team', type: 'boolean', default: false })
  ownTeam: boolean
  /** `<person>:<doctor>`, unique while planned or in progress; null after the end. */
  @Column({ name: 'live_key', type: 'varchar', length: 110, nullable: true })
  liveKey: string | null
  @Column({ name: 'status', type: 'varchar', length: 12 })
  status: ConsultationStatus
  @Column({ name: 'outcome', type: 'varchar', length: 12, nullable: true })
  outcome: ConsultationOutcome | null
  /** One more with every change that the county platform hears of; messages do not count. */
  @Column({ name: 'version', type: 'int' })
  version: number

  @Column({ name: 'fee', type: 'int' })
  fee: number
  /** null: free. The doctor sees nothing of it while `due`. */
  @Column({ name: 'payment_state', type: 'varchar', length: 10, nullable: true })
  paymentState: PaymentState | null

  @Column({ name: 'visit', type: 'varchar', length: 20 })
  visit: Visit
  /** Sealed: what is wrong, in the resident's words. */
  @Column({ name: 'reason', ...sealed })
  reason: string
  /** JSON: ids of the pictures and sounds of what is wrong. */
  @Column({ name: 'attachment_ids', type: 'text' })
  attachmentIds: string
  /** Sealed JSON: Earlier (earlier.ts), as supplied when asking. */
  @Column({ name: 'earlier', ...sealed })
  earlier: string
  /** Sealed JSON: {questionId, question, answer}[]. */
  @Column({ name: 'answers', ...sealed })
  answers: string
  /** Sealed JSON: RedFlag[]. */
  @Column({ name: 'red_flags', ...sealed })
  redFlags: string
  /** Sealed JSON: Kept evidence (earlier.ts): what the doctor kept when accepting. */
  @Column({ name: 'evidence', ...sealedOrNull })
  evidence: string | null
  @Column({ name: 'evidence_at', ...instantOrNull })
  evidenceAt: Date | null
  /** What the doctor judged it to be; anything but a follow-up visit leaves only the stop. Null: not judged yet. */
  @Column({ name: 'assessment', type: 'varchar', length: 20, nullable: true })
  assessment: Visit | null
  @Column({ name: 'consent_version', type: 'varchar', length: 20 })
  consentVersion: string
  @Column({ name: 'allow_records', type: 'boolean' })
  allowRecords: boolean
  @Column({ name: 'guardian_present', type: 'boolean' })
  guardianPresent: boolean
  /** As shown to the doctor: 本人, 女儿 王*. */
  @Column({ name: 'asked_by', ...sealed })
  askedBy: string

  @Column({ name: 'asked_at', ...instant })
  askedAt: Date
  /** When a doctor could first see it: asked, or paid. */
  @Column({ name: 'queued_at', ...instantOrNull })
  queuedAt: Date | null
  /** When it came to the doctor now responsible: queued, or handed on. The county day of it counts for the daily cap. */
  @Column({ name: 'came_at', ...instantOrNull })
  cameAt: Date | null
  @Column({ name: 'accept_before', ...instantOrNull })
  acceptBefore: Date | null
  @Column({ name: 'first_answer_at', ...instantOrNull })
  firstAnswerAt: Date | null
  @Column({ name: 'accepted_at', ...instantOrNull })
  acceptedAt: Date | null
  @Column({ name: 'ended_at', ...instantOrNull })
  endedAt: Date | null
  /** Sealed: who ended it and why, in words a person reads. */
  @Column({ name: 'ended_words', ...sealedOrNull })
  endedWords: string | null
  @Column({ name: 'awaiting', type: 'varchar', length: 8, nullable: true })
  awaiting: Side | null
  @Column({ name: 'awaiting_since', ...instantOrNull })
  awaitingSince: Date | null
  /** An accepted one in which the doctor says nothing lapses then; moved on by each of the doctor's words. */
  @Column({ name: 'lapse_at', ...instantOrNull })
  lapseAt: Date | null

  /** The doctor who handed it on last, and the word why (sealed). */
  @Column({ name: 'transferred_by', type: 'varchar', length: 64, nullable: true })
  transferredBy: string | null
  @Column({ name: 'transfer_words', ...sealedOrNull })
  transferWords: string | null

  @Column({ name: 'clinic_why', type: 'varchar', length: 20, nullable: true })
  clinicWhy: string | null
  @Column({ name: 'clinic_department_id', type: 'varchar', length: 64, nullable: true })
  clinicDepartmentId: string | null
  /** The number that the doctor booked for the patient; unique. */
  @Column({ name: 'clinic_appointment_id', type: 'char', length: 36, nullable: true })
  clinicAppointmentId: string | null

  @Column({ name: 'follow_up_on', type: 'date', nullable: true })
  followUpOn: string | null
  @Column({ name: 'followed_up_at', ...instantOrNull })
  followedUpAt: Date | null
  @Column({ name: 'stars', type: 'int', nullable: true })
  stars: number | null
  @Column({ name: 'rating_words', ...sealedOrNull })
  ratingWords: string | null
  @Column({ name: 'rated_at', ...instantOrNull })
  ratedAt: Date | null

  /** The newest message's number; messages are numbered 1, 2, 3 … without gaps. */
  @Column({ name: 'last_seq', type: 'int' })
  lastSeq: number
  @Column({ name: 'last_at', ...instantOrNull })
  lastAt: Date | null
  @Column({ name: 'resident_delivered', type: 'int' })
  residentDelivered: number
  @Column({ name: 'resident_read', type: 'int' })
  residentRead: number
  @Column({ name: 'doctor_delivered', type: 'int' })
  doctorDelivered: number
  @Column({ name: 'doctor_read', type: 'int' })
  doctorRead: number
  /** Set when the conversation was forgotten after CONVERSATION_YEARS; the record stays until RECORD_YEARS. */
  @Column({ name: 'forgotten_at', ...instantOrNull })
  forgottenAt: Date | null
}
