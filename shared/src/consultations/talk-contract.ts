/** What is said in a 在线问诊, by both sides alike. */
import * as z from 'zod/mini'
import { endpoint } from '../kernel/endpoint'
import { Id } from '../kernel/schemas'
import { ConsultationMessage, MessagesPage, MessagesQuery, NewMessage, Reached } from './model'

const resident = ['resident'] as const
const doctors = ['doctor'] as const
const consultation = z.object({ consultationId: Id })

export const consultationTalkContract = {
  messages: endpoint({
    method: 'GET',
    path: '/consultations/:consultationId/messages',
    summary: 'Messages by number: on from a number, or back from one',
    access: resident,
    params: consultation,
    query: MessagesQuery,
    reply: MessagesPage,
    errors: ['not_found'],
  }),
  send: endpoint({
    method: 'POST',
    path: '/consultations/:consultationId/messages',
    summary: 'Say something; the same id is the same message',
    access: resident,
    params: consultation,
    body: NewMessage,
    reply: ConsultationMessage,
    status: 201,
    errors: [
      'not_found',
      'guardian_required',
      'consultation_state',
      'attachment_unknown',
      'attachment_refused',
      'content_refused',
    ],
    // The message's own id makes a repeat harmless, for ever and not only for IDEMPOTENCY_HOURS.
    idempotency: 'none',
  }),
  reached: endpoint({
    method: 'POST',
    path: '/consultations/:consultationId/reached',
    summary: 'Up to which number this phone has fetched and shown; never goes back',
    access: resident,
    params: consultation,
    body: Reached,
    errors: ['not_found'],
    idempotency: 'none',
  }),
  doctorMessages: endpoint({
    method: 'GET',
    path: '/doctor/consultations/:consultationId/messages',
    summary: 'Messages by number: on from a number, or back from one',
    access: doctors,
    params: consultation,
    query: MessagesQuery,
    reply: MessagesPage,
    errors: ['not_found'],
  }),
  doctorSend: endpoint({
    method: 'POST',
    path: '/doctor/consultations/:consultationId/messages',
    summary: 'Say something, once accepted; the same id is the same message',
    access: doctors,
    params: consultation,
    body: NewMessage,
    reply: ConsultationMessage,
    status: 201,
    errors: ['not_found', 'consultation_state', 'attachment_unknown', 'attachment_refused', 'content_refused'],
    // The message's own id makes a repeat harmless, for ever and not only for IDEMPOTENCY_HOURS.
    idempotency: 'none',
  }),
  doctorReached: endpoint({
    method: 'POST',
    path: '/doctor/consultations/:consultationId/reached',
    summary: 'Up to which number this phone has fetched and shown; never goes back',
    access: doctors,
    params: consultation,
    body: Reached,
    errors: ['not_found'],
    idempotency: 'none',
  }),
} as const
