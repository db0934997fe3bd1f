import { type CountySandbox, type CountySandboxOptions, startCountySandbox } from './sandbox'

export const client = { clientId: 'relay', clientSecret: 'a secret of the tests' }

/** A small county on a free port. */
export function startSmallCounty(options: Partial<CountySandboxOptions> = {}): Promise<CountySandbox> {
  return startCountySandbox({ port: 0, people: 0, seedDate: '2026-11-23', ...client, ...options })
}

export async function fetchToken(url: string, { clientId, clientSecret } = client): Promise<string> {
  const basic = Buffer.from(`${clientId}:${encodeURIComponent(clientSecret)}`).toString('base64')
  const answer = await fetch(`${url}/oauth/token`, {
    method: 'POST',
    headers: { Authorization: `Basic ${basic}` },
    body: new URLSearchParams({ grant_type: 'client_credentials' }),
  })
  const { access_token: token } = (await answer.json()) as { access_token: string }
  return token
}

/** Any FHIR answer, as loosely as tests read it. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- a test asserts on what it reads
export type Json = any

export interface Answer {
  status: number
  headers: Headers
  body: Json
}

export type Ask = (method: string, path: string, body?: object, headers?: Record<string, string>) => Promise<Answer>

/** A caller with a valid token; paths are below /fhir. */
export async function signIn(url: string): Promise<Ask> {
  const token = await fetchToken(url)
  return async (method, path, body, headers = {}) => {
    const answer = await fetch(`${url}/fhir${path}`, {
      method,
      headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/fhir+json', ...headers },
      body: body && JSON.stringify(body),
    })
    const text = await answer.text()
    return { status: answer.status, headers: answer.headers, body: text === '' ? undefined : JSON.parse(text) }
  }
}

export async function command(url: string, body: object): Promise<Answer> {
  const answer = await fetch(`${url}/__control`, { method: 'POST', body: JSON.stringify(body) })
  return { status: answer.status, headers: answer.headers, body: await answer.json() }
}

export const APPOINTMENT_SYSTEM = 'urn:county-health:appointment'

export function appointment(number: string, changes: object = {}) {
  return {
    resourceType: 'Appointment',
    identifier: [{ system: APPOINTMENT_SYSTEM, value: number }],
    status: 'booked',
    start: '2026-11-23T08:00:00+08:00',
    end: '2026-11-23T08:30:00+08:00',
    participant: [{ status: 'accepted', actor: { reference: 'Patient/pat-lin-xiuying' } }],
    ...changes,
  }
}

export const byNumber = (number: string): string => `identifier=${APPOINTMENT_SYSTEM}|${number}`
