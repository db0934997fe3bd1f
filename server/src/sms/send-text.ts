/**
 * Text messages (短信). No provider is chosen yet, so each message is appended as a JSON line to SMS_FILE, where the
 * demo and the tests read it. Neither the number nor the text is ever logged.
 */
import { appendFile, mkdir } from 'node:fs/promises'
import { dirname } from 'node:path'

export interface TextMessage {
  to: string
  text: string
  at: Date
}
/** @throws Error when it was not taken */
export const sendText = async (file: string, message: TextMessage): Promise<void> => {
  await mkdir(dirname(file), { recursive: true })
  await appendFile(file, `${JSON.stringify(message)}\n`, { mode: 0o600 })
}
