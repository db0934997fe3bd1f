import { forget, read, write } from '../platform/storage'
import { newId } from './new-id'

interface Intent {
  mark: string
  key: string
  at: number
}

/** Servers keep idempotency keys for a day; an intent that old is a new one. */
const life = 20 * 60 * 60 * 1000

/** Tells two inputs apart without keeping what they say on the phone (FNV-1a, 32 bit, and the length). */
const markOf = (input: unknown): string => {
  const text = JSON.stringify(input) ?? ''
  let hash = 0x811c9dc5
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193)
  return `${(hash >>> 0).toString(36)}.${text.length}`
}

/**
 * The idempotency key of an intent: the same act with the same input keeps its key until the server has decided, over
 * retries, closed pages and restarts, so that it is never done twice.
 */
export const intentKey = (act: string, input: unknown): string => {
  const mark = markOf(input)
  const open = read<Intent>(`act:${act}`)
  if (open && open.mark === mark && Date.now() - open.at < life) return open.key
  const key = newId()
  write(`act:${act}`, { mark, key, at: Date.now() })
  return key
}

/** The server has answered: the next tap is a new intent. */
export const intentDecided = (act: string): void => forget(`act:${act}`)
