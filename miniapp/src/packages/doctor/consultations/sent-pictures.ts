import type { ShownAttachment } from 'shared/attachments/contract'
import type { MessagesPage } from 'shared/consultations/model'

/** One page of the talk: the newest, or the one before that number. */
type Fetch = (query: { before?: number }) => Promise<Pick<MessagesPage, 'messages'>>

/** All pictures that the resident sent in the talk and that may be shown, oldest first. */
export const sentPictures = async (fetch: Fetch): Promise<ShownAttachment[]> => {
  const sent: ShownAttachment[] = []
  for (let before: number | undefined; before === undefined || before > 1;) {
    const { messages } = await fetch(before === undefined ? {} : { before })
    const shown = messages.flatMap(({ from, kind, attachment }) =>
      from === 'resident' && kind === 'picture' ? (attachment ?? []) : [],
    )
    sent.unshift(...shown.filter(a => a.state === 'ready'))
    before = messages.find(m => m.seq !== null)?.seq ?? 1
  }
  return sent
}
