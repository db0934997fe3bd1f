/** The typed clients of all contracts over real HTTP, as a phone has them. */
import { randomUUID } from 'node:crypto'
import { appointmentsContract } from 'shared/appointments/contract'
import { deskContract } from 'shared/appointments/desk-contract'
import { appointmentRulesContract } from 'shared/appointments/rules-contract'
import { attachmentsContract } from 'shared/attachments/contract'
import { auditContract } from 'shared/audit/contract'
import { adminConsultationsContract } from 'shared/consultations/admin-contract'
import { consultationsContract } from 'shared/consultations/contract'
import { doctorConsultationsContract } from 'shared/consultations/doctor-contract'
import { doctorDeskContract } from 'shared/consultations/doctor-desk-contract'
import { consultationRecordContract } from 'shared/consultations/record-contract'
import { consultationTalkContract } from 'shared/consultations/talk-contract'
import { directoryContract } from 'shared/directory/contract'
import { healthCardContract } from 'shared/health-card/contract'
import { identityContract } from 'shared/identity/contract'
import { identityStaffContract } from 'shared/identity/staff-contract'
import { type Incoming, type Outgoing, ProblemError, createClient } from 'shared/kernel/client'
import type { ErrorCode } from 'shared/kernel/errors'
import { jobsContract } from 'shared/jobs/contract'
import { notificationsContract } from 'shared/notifications/contract'
import { paymentsAdminContract } from 'shared/payments/admin-contract'
import { paymentsContract } from 'shared/payments/contract'
import { paymentsDeskContract } from 'shared/payments/desk-contract'
import { relayContract } from 'shared/relay/contract'

/** As `Taro.uploadFile` sends it. */
export const formOf = (fields: object, file: Uint8Array, name = 'picture.jpg'): FormData => {
  const form = new FormData()
  for (const [field, value] of Object.entries(fields)) form.append(field, String(value))
  form.append('file', new Blob([new Uint8Array(file)]), name)
  return form
}

/** One request by hand; `headers` as the test wants them. The body is sent as JSON, a form as a form. */
export const ask = async (
  base: string,
  method: string,
  path: string,
  { body, headers = {} }: { body?: unknown; headers?: Record<string, string> } = {},
): Promise<Incoming & { headers: Headers }> => {
  const isForm = body instanceof FormData
  const response = await fetch(`${base}/api${path}`, {
    method,
    headers: { ...(body !== undefined && !isForm && { 'Content-Type': 'application/json' }), ...headers },
    body: body === undefined || isForm ? (body as FormData | undefined) : JSON.stringify(body),
  })
  const text = await response.text()
  const json = /json/.test(response.headers.get('Content-Type') ?? '')
  return { status: response.status, body: json && text ? JSON.parse(text) : text, headers: response.headers }
}

/** Access tokens live 15 minutes and tests push the clock by days: an expired one is exchanged, as the phone does. */
export interface Tokens {
  accessToken: string
  refreshToken: string
}

const send =
  (base: string, tokens?: Tokens) =>
  async ({ method, path, body, file, idempotencyKey }: Outgoing): Promise<Incoming> => {
    const once = () =>
      ask(base, method, path, {
        body: file instanceof Uint8Array ? formOf(body as object, file) : body,
        headers: {
          ...(tokens && { Authorization: `Bearer ${tokens.accessToken}` }),
          ...(method !== 'GET' && { 'Idempotency-Key': key }),
        },
      })
    const key = idempotencyKey ?? randomUUID()
    const answer = await once()
    if (!tokens || (answer.body as { code?: string } | undefined)?.code !== 'token_expired') return answer
    const fresh = await ask(base, 'POST', '/sign-in/refresh', { body: { refreshToken: tokens.refreshToken } })
    if (fresh.status !== 200) return answer
    Object.assign(tokens, fresh.body)
    return once()
  }

/** `tokens` are exchanged in place; none for somebody who is not signed in. */
export const clientsOf = (base: string, tokens?: Tokens) => ({
  identity: createClient(identityContract, send(base, tokens)),
  identityStaff: createClient(identityStaffContract, send(base, tokens)),
  healthCard: createClient(healthCardContract, send(base, tokens)),
  directory: createClient(directoryContract, send(base, tokens)),
  appointments: createClient(appointmentsContract, send(base, tokens)),
  consultations: createClient(consultationsContract, send(base, tokens)),
  consultationTalk: createClient(consultationTalkContract, send(base, tokens)),
  consultationRecord: createClient(consultationRecordContract, send(base, tokens)),
  consultationsDoctor: createClient(doctorConsultationsContract, send(base, tokens)),
  doctorDesk: createClient(doctorDeskContract, send(base, tokens)),
  consultationsAdmin: createClient(adminConsultationsContract, send(base, tokens)),
  desk: createClient(deskContract, send(base, tokens)),
  rules: createClient(appointmentRulesContract, send(base, tokens)),
  attachments: createClient(attachmentsContract, send(base, tokens)),
  audit: createClient(auditContract, send(base, tokens)),
  jobs: createClient(jobsContract, send(base, tokens)),
  notifications: createClient(notificationsContract, send(base, tokens)),
  payments: createClient(paymentsContract, send(base, tokens)),
  paymentsAdmin: createClient(paymentsAdminContract, send(base, tokens)),
  paymentsDesk: createClient(paymentsDeskContract, send(base, tokens)),
  relay: createClient(relayContract, send(base, tokens)),
})
export type Clients = ReturnType<typeof clientsOf>

/** The refusal that a call must end in. @throws when it succeeds or breaks otherwise */
export const refusalOf = async (call: Promise<unknown>): Promise<ProblemError> => {
  try {
    await call
  } catch (error) {
    if (error instanceof ProblemError) return error
    throw error
  }
  throw new Error('The call succeeded, but a refusal was expected')
}
export const codeOf = async (call: Promise<unknown>): Promise<ErrorCode> => (await refusalOf(call)).code
