/** The signed record of a 在线问诊: written by the doctor, read by both. */
import * as z from 'zod/mini'
import { endpoint } from '../kernel/endpoint'
import { Id, statement } from '../kernel/schemas'
import { DoctorConsultation } from './doctor-contract'
import { Summary, SummaryFields } from './model'

const resident = ['resident'] as const
const doctors = ['doctor'] as const
const consultation = z.object({ consultationId: Id })

export const consultationRecordContract = {
  summaryVersions: endpoint({
    method: 'GET',
    path: '/consultations/:consultationId/summaries',
    summary: 'The signed summary with its amendments, newest first',
    access: resident,
    params: consultation,
    reply: z.object({ versions: z.array(Summary) }),
    errors: ['not_found'],
  }),
  finish: endpoint({
    method: 'POST',
    path: '/doctor/consultations/:consultationId/summary',
    summary: "End with a summary, signed by the doctor's key; the passcode is the intent to sign",
    access: doctors,
    params: consultation,
    body: z.object({
      summary: SummaryFields,
      conditionChanged: z.boolean(),
      passcode: z.string().check(z.maxLength(64)),
    }),
    reply: DoctorConsultation,
    status: 201,
    errors: [
      'not_found',
      'consultation_state',
      'evidence_required',
      'stop_required',
      'excluded_drug',
      'doctor_inactive',
      'practice_years_short',
      'paediatric_doctor_required',
      'passcode_wrong',
      'passcode_locked',
    ],
  }),
  amend: endpoint({
    method: 'POST',
    path: '/doctor/consultations/:consultationId/summary/amendments',
    summary: 'A signed summary is never edited: a new signed version says why and names the one before',
    access: doctors,
    params: consultation,
    body: z.object({
      summary: SummaryFields,
      because: statement(2, 200),
      /** A correction of what was said then; a condition that changed since goes to a clinic (互联网诊疗监管细则 art. 20). */
      conditionChanged: z.literal(false),
      /** The version that was read. */
      version: z.int(),
      passcode: z.string().check(z.maxLength(64)),
    }),
    reply: DoctorConsultation,
    status: 201,
    errors: [
      'not_found',
      'consultation_state',
      'summary_amended',
      'excluded_drug',
      'doctor_inactive',
      'practice_years_short',
      'paediatric_doctor_required',
      'passcode_wrong',
      'passcode_locked',
    ],
  }),
  doctorSummaries: endpoint({
    method: 'GET',
    path: '/doctor/consultations/:consultationId/summaries',
    summary: 'The signed summary with its amendments, newest first',
    access: doctors,
    params: consultation,
    reply: z.object({ versions: z.array(Summary) }),
    errors: ['not_found'],
  }),
} as const
