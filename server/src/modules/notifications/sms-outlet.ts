import { sendText } from '../../sms/send-text'
import type { Outcome, Outlets } from './outlets'

/** A file takes a message or does not; a provider that joins here must say `unknown` when it did not answer. */
export const smsOutlet =
  (file: string): NonNullable<Outlets['sms']> =>
  async (message): Promise<Outcome> => {
    try {
      await sendText(file, message)
      return { state: 'sent' }
    } catch {
      return { state: 'refused', why: 'sms', again: true }
    }
  }
