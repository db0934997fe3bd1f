/** The FHIR REST client: signs in, opens its breaker when the platform fails, keeps the pauses the platform asks for. */
import {
  CircuitState,
  ConsecutiveBreaker,
  ExponentialBackoff,
  circuitBreaker,
  handleAll,
  isBrokenCircuitError,
} from 'cockatiel'
import type { Config } from '../../config'
import { createAccessTokens } from './access-token'
import { type Answer, type Exchange, createTransport, Unreachable } from './transport'

export interface FhirCall {
  method: Exchange['method']
  /** Below the base: `Patient/_search`; empty for a Bundle. */
  path: string
  headers?: Record<string, string>
  /** A resource. */
  body?: object
  /** Search parameters that must not stand in a URL, posted to `<type>/_search`. */
  form?: URLSearchParams
}

export type BreakerState = 'closed' | 'open' | 'half_open'

export interface FhirClient {
  readonly baseUrl: string
  /** @throws Unreachable when no usable answer came, also while the breaker is open. */
  request(call: FhirCall): Promise<Answer>
  breaker(): BreakerState
  /** Milliseconds the platform still wants to be left alone (429 or 503 with Retry-After), 0 when none. */
  pause(): number
}

/** Failures in a row until the platform counts as down; how long until it is asked again. */
const failuresUntilOpen = 3
const reopen = { initialDelay: 500, maxDelay: 30_000 }
const longestPauseMs = 15 * 60_000

const fhirJson = 'application/fhir+json'

/** Retry-After in seconds or as a date → milliseconds. */
export const retryAfterMs = (headers: Answer['headers'], now: number): number => {
  const text = headers['retry-after']
  if (!text) return 0
  const ms = /^\d+$/.test(text) ? Number(text) * 1000 : Date.parse(text) - now
  return Number.isNaN(ms) ? 0 : Math.min(Math.max(ms, 0), longestPauseMs)
}

const exchangeOf = (baseUrl: string, { method, path, headers, body, form }: FhirCall): Exchange => ({
  method,
  url: path ? `${baseUrl}/${path}` : baseUrl,
  headers: {
    Accept: fhirJson,
    ...(body && { 'Content-Type': fhirJson }),
    ...(form && { 'Content-Type': 'application/x-www-form-urlencoded' }),
    ...headers,
  },
  body: form ? form.toString() : body && JSON.stringify(body),
})

const createClient = (config: Config): FhirClient => {
  const baseUrl = config.COUNTY_FHIR_URL
  const transport = createTransport(config)
  const tokens = createAccessTokens(config, transport)
  const breaker = circuitBreaker(
    handleAll.orWhenResult(answer => (answer as Answer).status >= 500),
    { halfOpenAfter: new ExponentialBackoff(reopen), breaker: new ConsecutiveBreaker(failuresUntilOpen) },
  )
  let pausedUntil = 0

  const signed = (exchange: Exchange, authorization: string | undefined): Promise<Answer> =>
    transport({
      ...exchange,
      headers: { ...exchange.headers, ...(authorization && { Authorization: authorization }) },
    })
  const send = async (exchange: Exchange): Promise<Answer> => {
    const authorization = await tokens.authorization()
    const answer = await signed(exchange, authorization)
    if (answer.status !== 401 || !authorization) return answer
    tokens.forget(authorization)
    return signed(exchange, await tokens.authorization())
  }
  return {
    baseUrl,
    async request(call) {
      try {
        const answer = await breaker.execute(() => send(exchangeOf(baseUrl, call)))
        const pause = retryAfterMs(answer.headers, Date.now())
        if (pause && (answer.status === 429 || answer.status === 503)) pausedUntil = Date.now() + pause
        return answer
      } catch (error) {
        if (isBrokenCircuitError(error)) throw new Unreachable('the breaker is open')
        throw error
      }
    },
    breaker: () =>
      breaker.state === CircuitState.Closed ? 'closed' : breaker.state === CircuitState.HalfOpen ? 'half_open' : 'open',
    pause: () => Math.max(0, pausedUntil - Date.now()),
  }
}

const clients = new WeakMap<Config, FhirClient>()
/** One client per configuration: rules' questions and the worker share its token, breaker and pauses. */
export const fhirClientOf = (config: Config): FhirClient => {
  let client = clients.get(config)
  if (!client) clients.set(config, (client = createClient(config)))
  return client
}
