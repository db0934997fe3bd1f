/** How WeChat answers a call, and what it sends to the server and hands back. */
import type { Phone } from './phone'

export interface Asked {
  method: string
  path: string
  headers: Record<string, string>
  /** Null: no answer reached the phone. */
  status: number | null
  reply: unknown
  /** Answered, or lost. */
  done: boolean
}

interface Callbacks {
  success?: (result: object) => void
  fail?: (error: object) => void
  complete?: (result: object) => void
}
export type Options = Callbacks & Record<string, unknown>

export const settle = (options: Options, run: () => Promise<object>): void => {
  run().then(
    result => {
      options.success?.(result)
      options.complete?.(result)
    },
    (error: Error) => {
      const failed = { ...error, errMsg: error.message }
      options.fail?.(failed)
      options.complete?.(failed)
    },
  )
}
export const works =
  (result: object = {}) =>
  (options: Options = {}) =>
    settle(options, async () => ({ errMsg: 'ok', ...result }))

export const note = (phone: Phone, options: Options): Asked => {
  const asked: Asked = {
    method: String(options.method ?? 'GET'),
    path: String(options.url).replace(/^https?:\/\/[^/]+/, ''),
    headers: options.header as Record<string, string>,
    status: null,
    reply: null,
    done: false,
  }
  phone.requests.push(asked)
  return asked
}

export const exchange = async (phone: Phone, asked: Asked, body: string | FormData | undefined): Promise<object> => {
  const { method, path, headers } = asked
  if (!phone.online) throw new Error('request:fail')
  const answer = await fetch(phone.server + path, { method, headers, body })
  const text = await answer.text()
  if (method !== 'GET' && phone.answersToLose > 0) {
    phone.answersToLose -= 1
    throw new Error('request:fail timeout')
  }
  const json = /json/.test(answer.headers.get('content-type') ?? '')
  const said: unknown = json && text ? JSON.parse(text) : text
  const data = phone.newer ? phone.newer(path, said) : said
  Object.assign(asked, { status: answer.status, reply: data })
  return { statusCode: answer.status, data, header: Object.fromEntries(answer.headers) }
}

export const ask = (phone: Phone, options: Options): Promise<object> => {
  const asked = note(phone, options)
  return exchange(phone, asked, options.data as string | undefined).finally(() => (asked.done = true))
}
