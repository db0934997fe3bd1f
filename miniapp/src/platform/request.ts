import Taro from '@tarojs/taro'
import { ProblemError, type Incoming, type Outgoing } from 'shared/kernel/client'
import { automaticHeader } from 'shared/kernel/endpoint'

/** H5 is served by the server that answers it; the mini-program is built with the server's origin (TARO_APP_ORIGIN). */
export const origin = process.env.TARO_ENV === 'h5' ? '' : process.env.TARO_APP_ORIGIN
const base = `${origin}/api`

/** WeChat gives up after 60 s; a person does so earlier. */
const timeout = 15_000

/** Taro's request in a browser gives null for what is no JSON (a list for Excel), so there the text is read here. */
const asText = process.env.TARO_ENV === 'h5' ? { dataType: 'text', responseType: 'text' as const } : {}
const bodyOf = (data: unknown): unknown => {
  if (typeof data !== 'string') return data
  try {
    return JSON.parse(data)
  } catch {
    return data || null
  }
}

/** A picture over a village's network takes longer than a question. */
const uploadTimeout = 60_000

const fields = (body: unknown): Record<string, string> =>
  Object.fromEntries(Object.entries(body ?? {}).map(([name, value]) => [name, String(value)]))

const upload = async (request: Outgoing, header: Record<string, string>): Promise<Incoming> => {
  const answer = await Taro.uploadFile({
    url: base + request.path,
    filePath: request.file as string,
    name: 'file',
    formData: fields(request.body),
    header,
    timeout: uploadTimeout,
  })
  return { status: answer.statusCode, body: bodyOf(answer.data) }
}

/**
 * Sends one request and gives back whatever the server answered.
 * @throws ProblemError `network_unreachable` when no answer came.
 */
export const exchange = async (request: Outgoing, token: string | null): Promise<Incoming> => {
  const header: Record<string, string> = {}
  if (token) header.authorization = `Bearer ${token}`
  if (request.idempotencyKey) header['idempotency-key'] = request.idempotencyKey
  if (request.automatic) header[automaticHeader] = 'true'
  try {
    // The boundary of its parts is the phone's to name.
    if (request.file !== undefined) return await upload(request, header)
    const answer = await Taro.request({
      url: base + request.path,
      method: request.method,
      header: { ...header, 'content-type': 'application/json' },
      timeout,
      ...asText,
      // Left to the engines, undefined becomes "undefined" on one of them.
      ...(request.body === undefined ? {} : { data: JSON.stringify(request.body) }),
    })
    return { status: answer.statusCode, body: bodyOf(answer.data) }
  } catch {
    throw new ProblemError('network_unreachable')
  }
}
