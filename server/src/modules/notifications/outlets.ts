/** The channels beside the inbox, as rules see them; index.ts puts them together. */
import type { MessageKind } from 'shared/notifications/contract'

export type Outcome =
  | { state: 'sent' }
  /** It was not done. `again`: it may be done a little later. `quotaGone`: WeChat takes no more of this template. */
  | { state: 'refused'; why: string; again: boolean; quotaGone?: true }
  /** It may have been done, so it is never repeated. */
  | { state: 'unknown'; why: string }

export interface Template {
  templateId: string
  mode: 'one_time' | 'long_term'
}

export interface Outlets {
  /** null: the county has no template of this kind. */
  template(kind: MessageKind): Template | null
  /** `words`: see message-words.ts; `page` without a leading slash. Never rejects. */
  wechat(message: {
    openid: string
    kind: MessageKind
    words: Partial<Record<string, string>>
    page: string
  }): Promise<Outcome>
  /** null: the county sends no text messages. */
  sms: ((message: { to: string; text: string; at: Date }) => Promise<Outcome>) | null
}
