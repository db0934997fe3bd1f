/** From an HTTP request to a socket: the right address, the right page, not too often. */
import type { IncomingMessage, Server } from 'node:http'
import type { Duplex } from 'node:stream'
import { type WebSocket, WebSocketServer } from 'ws'
import { liveMessageBytes, livePath } from 'shared/live/contract'
import type { Config } from '../config'

/** Pages of the mini-program come from there. */
const wechatOrigin = 'https://servicewechat.com'

/**
 * Whether a page of this origin may open a socket (OWASP ASVS 4.4.2). A program that is no browser sends none. Without
 * PUBLIC_URL the page must come from the very host that is asked.
 */
export const originAllowed = (
  { origin, host }: { origin?: string; host?: string },
  { PUBLIC_URL }: Pick<Config, 'PUBLIC_URL'>,
): boolean => {
  if (origin === undefined || origin === wechatOrigin) return true
  if (!URL.canParse(origin)) return false
  const from = new URL(origin)
  return PUBLIC_URL ? from.origin === new URL(PUBLIC_URL).origin : from.host === host
}

/** Of those that proxies passed on, the one that the farthest believed proxy saw; as Koa reads it. */
const addressOf = ({ headers, socket }: IncomingMessage, proxies: number): string => {
  const passed = proxies ? String(headers['x-forwarded-for'] ?? '').split(/\s*,\s*/) : []
  return passed.slice(-proxies)[0] || socket.remoteAddress || ''
}

const refuse = (socket: Duplex, status: string): void => {
  socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`)
}

export interface Door {
  config: Config
  /** Whether that address may ask now. */
  admits(address: string): Promise<boolean>
  opened(ws: WebSocket): void
  isClosed(): boolean
}

export const openDoor = (server: Server, { config, admits, opened, isClosed }: Door): void => {
  const sockets = new WebSocketServer({
    noServer: true,
    clientTracking: false,
    maxPayload: liveMessageBytes,
    // Messages are a line long, and a compressor of each socket's own takes more memory than all else.
    perMessageDeflate: false,
    closeTimeout: 2_000,
  } as ConstructorParameters<typeof WebSocketServer>[0])

  const enter = async (request: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> => {
    if (request.url?.split('?')[0] !== livePath) return refuse(socket, '404 Not Found')
    if (isClosed()) return refuse(socket, '503 Service Unavailable')
    if (!originAllowed(request.headers, config)) return refuse(socket, '403 Forbidden')
    if (!(await admits(addressOf(request, config.TRUSTED_PROXIES)))) return refuse(socket, '429 Too Many Requests')
    sockets.handleUpgrade(request, socket, head, opened)
  }
  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    const cut = () => socket.destroy()
    socket.on('error', cut)
    void enter(request, socket, head).catch(cut)
  })
}
