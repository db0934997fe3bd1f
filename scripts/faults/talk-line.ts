/**
 * One phone's network: requests and a socket, each to one of the server's processes and to the next one when that is
 * gone. Both can be cut at any moment.
 */
import { type Incoming, type Outgoing, ProblemError } from 'shared/kernel/client'
import { automaticHeader } from 'shared/kernel/endpoint'
import { type LiveEvent, LiveMessage, type LiveRequest, livePath } from 'shared/live/contract'
import { Agent } from 'undici'
import { WebSocket } from 'ws'

/** As miniapp/src/session/live.ts tells its pages. */
export type Heard = LiveEvent | { type: 'missed' }

export interface LineOptions {
  bases: readonly string[]
  token: string
  hear: (event: Heard) => void
  /** The server ended it, by this code. */
  signedOut?: (code: string) => void
}

/** The phone's patience (miniapp/src/platform/request.ts). */
const timeoutMs = 15_000
/** One that is not signed in by then is as good as closed (miniapp/src/session/live.ts). */
const signInMs = 10_000
/** Between one socket and the next (miniapp/src/session/live.ts). */
const waits = [1_000, 2_000, 5_000, 10_000, 30_000]

const newAgent = () => new Agent({ connections: 4, headersTimeout: timeoutMs, bodyTimeout: timeoutMs })

export const createLine = ({ bases, token, hear, signedOut = () => undefined }: LineOptions) => {
  let [asks, listens] = [0, 0].map(() => Math.floor(Math.random() * bases.length)) as [number, number]
  const next = (at: number): number => (at + 1) % bases.length
  let agent = newAgent()
  let socket: WebSocket | undefined
  let again: ReturnType<typeof setTimeout> | undefined
  let [failures, opened, live, closed] = [0, 0, false, false]

  const headersOf = ({ body, automatic }: Outgoing): Record<string, string> => ({
    authorization: `Bearer ${token}`,
    ...(body !== undefined && { 'content-type': 'application/json' }),
    ...(automatic && { [automaticHeader]: 'true' }),
  })
  /** @throws ProblemError `network_unreachable` when no answer came, whatever became of the request */
  const send = async (request: Outgoing): Promise<Incoming> => {
    const [origin, path] = [bases[asks]!, `/api${request.path}`]
    const body = request.body === undefined ? undefined : JSON.stringify(request.body)
    try {
      if (closed) throw new Error('The phone is off')
      const answer = await agent.request({ origin, path, method: request.method, headers: headersOf(request), body })
      const text = await answer.body.text()
      return { status: answer.statusCode, body: text ? JSON.parse(text) : null }
    } catch {
      if (origin === bases[asks]) asks = next(asks)
      throw new ProblemError('network_unreachable')
    }
  }

  const take = (message: LiveMessage): void => {
    if (message.type === 'pong') return
    if (message.type === 'signed_out') return signedOut(message.code)
    if (message.type !== 'signed_in') return hear(message)
    failures = 0
    opened++
    live = true
    hear({ type: 'missed' })
  }
  const connect = (): void => {
    const ws = new WebSocket(bases[listens]!.replace(/^http/, 'ws') + livePath)
    socket = ws
    const silent = setTimeout(() => ws.terminate(), signInMs)
    ws.on('open', () => ws.send(JSON.stringify({ type: 'sign_in', token } satisfies LiveRequest)))
    ws.on('message', data => {
      clearTimeout(silent)
      take(LiveMessage.parse(JSON.parse(String(data))))
    })
    ws.on('error', () => undefined)
    ws.on('close', () => {
      clearTimeout(silent)
      live = false
      socket = undefined
      if (closed) return
      listens = next(listens)
      again = setTimeout(connect, waits[Math.min(failures++, waits.length - 1)]! * (0.5 + Math.random()))
    })
  }
  connect()

  return {
    send,
    isLive: () => live,
    /** How often a socket was signed in. */
    opened: () => opened,
    say(request: LiveRequest): void {
      if (live) socket?.send(JSON.stringify(request))
    },
    /** Somebody takes up the phone: it does not wait any longer for the next try. */
    shown(): void {
      failures = 0
      if (socket) return
      clearTimeout(again)
      connect()
    },
    cutSocket: (): void => socket?.terminate(),
    /** Every request under way is left without an answer. */
    cutRequests(): void {
      void agent.destroy()
      agent = newAgent()
    },
    close(): void {
      closed = true
      clearTimeout(again)
      socket?.terminate()
      void agent.destroy()
    },
  }
}
export type Line = ReturnType<typeof createLine>
