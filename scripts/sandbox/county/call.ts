import { type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http'

/** One HTTP request, read to its end. */
export interface Call {
  method: string
  path: string
  query: URLSearchParams
  headers: IncomingHttpHeaders
  body: Buffer
  /** `http://host:port` as the caller knows it. */
  origin: string
}

export interface Reply {
  status: number
  headers?: Record<string, string>
  /** An object is sent as JSON, text as HTML, nothing as an empty body. */
  body?: object | string
}

const MAX_BODY_BYTES = 32 * 1024 * 1024

/** @returns undefined when the body is larger than the sandbox takes */
export async function readCall(request: IncomingMessage): Promise<Call | undefined> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length
    if (size > MAX_BODY_BYTES) return undefined
    chunks.push(chunk)
  }
  const origin = `http${'encrypted' in request.socket ? 's' : ''}://${request.headers.host ?? 'localhost'}`
  const [path = '/', query = ''] = (request.url ?? '/').split(/\?(.*)/s)
  return {
    method: request.method ?? 'GET',
    path: decodeSafely(path),
    query: new URLSearchParams(query),
    headers: request.headers,
    body: Buffer.concat(chunks),
    origin,
  }
}

function decodeSafely(path: string): string {
  try {
    return decodeURIComponent(path)
  } catch {
    return path
  }
}

export function sendReply(response: ServerResponse, { status, headers = {}, body }: Reply): void {
  if (body === undefined) {
    response.writeHead(status, { ...headers, 'Content-Length': 0 }).end()
    return
  }
  const isHtml = typeof body === 'string'
  const bytes = Buffer.from(isHtml ? body : JSON.stringify(body))
  const isFhir = !isHtml && 'resourceType' in body
  const contentType = isHtml ? 'text/html; charset=utf-8' : isFhir ? 'application/fhir+json' : 'application/json'
  response.writeHead(status, { 'Content-Type': contentType, ...headers, 'Content-Length': bytes.length }).end(bytes)
}
