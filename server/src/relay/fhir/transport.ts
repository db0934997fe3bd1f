/** One HTTP exchange with the county platform: bounded in time and size, mutual TLS by configuration, no redirects. */
import { Agent, request } from 'undici'
import type { Config } from '../../config'
import { readCertificates } from './certificates'

export interface Exchange {
  method: 'GET' | 'POST' | 'PUT'
  url: string
  headers?: Record<string, string>
  body?: string
}
export interface Answer {
  status: number
  /** Lower-case names. */
  headers: Record<string, string | undefined>
  /** Parsed JSON, or undefined when the answer was none. */
  body: unknown
}
export type Transport = (exchange: Exchange) => Promise<Answer>

/** No answer, or none that can be used: what happened at the other side is not known. */
export class Unreachable extends Error {
  constructor(readonly why: string) {
    super(`The county platform cannot be reached: ${why}`)
  }
}

/** A page of 500 resources is about 1 MB; a platform that sends more than this is broken or hostile. */
const maxAnswerBytes = 32 * 1024 * 1024
const connectionCount = 8

const agentOf = (config: Config): Agent =>
  new Agent({
    connections: connectionCount,
    maxResponseSize: maxAnswerBytes,
    headersTimeout: config.COUNTY_TIMEOUT_MS,
    bodyTimeout: config.COUNTY_TIMEOUT_MS,
    // Said, so that no NODE_TLS_REJECT_UNAUTHORIZED of the environment takes it back.
    connect: { timeout: config.COUNTY_TIMEOUT_MS, rejectUnauthorized: true, ...readCertificates(config) },
  })

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** @throws Error about a certificate's file; from the returned function: Unreachable, never anything that holds a URL or a body. */
export const createTransport = (config: Config): Transport => {
  const dispatcher = agentOf(config)
  return async ({ method, url, headers, body }) => {
    try {
      const signal = AbortSignal.timeout(config.COUNTY_TIMEOUT_MS)
      const answer = await request(url, { method, headers, body, dispatcher, signal })
      const names = Object.entries(answer.headers).map(([name, value]) => [name, [value].flat()[0]])
      return { status: answer.statusCode, headers: Object.fromEntries(names), body: parsed(await answer.body.text()) }
    } catch (error) {
      // A DOMException's code is a number; its name (TimeoutError) says more.
      const { code, name } = error as { code?: unknown; name?: string }
      throw new Unreachable(typeof code === 'string' ? code : (name ?? 'no answer'))
    }
  }
}
