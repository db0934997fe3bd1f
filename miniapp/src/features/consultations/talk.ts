/**
 * One conversation as this phone holds it: what was fetched, by number; what is still to be sent, kept on the phone until
 * the server has it. Knows no screen and no network of its own, so that its rules can be tested as they are.
 */
import { ProblemError } from 'shared/kernel/client'
import type { ConsultationMessage, MessagesPage, NewMessage } from 'shared/consultations/model'
import { type Marks, createReaching, further } from './reach'

/** What the person sent and the server has not confirmed yet. */
export interface Outgoing {
  messageId: string
  kind: NewMessage['kind']
  text?: string
  /** A file on the phone, until it was uploaded as `attachmentId`. */
  path?: string
  seconds?: number
  attachmentId?: string
  at: string
  /** Why the server did not take it; it is shown until sent again or dropped. */
  refused?: ProblemError
}

export type Reach = MessagesPage['reached']

export interface TalkState {
  /** By number, oldest first; own ones that are held or were refused last. */
  messages: readonly ConsultationMessage[]
  outgoing: readonly Outgoing[]
  reached: Reach | null
  status: MessagesPage['status'] | null
  /** There are older ones than those shown. */
  older: boolean
  /** The last asking failed; what is shown may be old. */
  problem: ProblemError | null
}

export interface TalkParts {
  fetch: (query: { after?: number; before?: number }) => Promise<MessagesPage>
  post: (message: NewMessage) => Promise<ConsultationMessage>
  /** @returns the attachment's id; the same key is the same upload */
  upload: (file: { path: string; kind: 'picture' | 'sound'; key: string }) => Promise<string>
  mark: (reached: Marks) => Promise<unknown>
  kept: { read: () => Outgoing[]; write: (outgoing: readonly Outgoing[]) => void }
  makeId: () => string
  /** No answer came, or none that decides: to be sent again as it is. */
  isUndecided: (error: unknown) => boolean
  asProblem: (error: unknown) => ProblemError
  changed: (state: TalkState) => void
}

export interface Talk {
  state: () => TalkState
  /** Asks for whatever is new; several askings at once are one. */
  catchUp: () => Promise<void>
  /** Somebody said that there are messages up to this number. */
  heard: (seq: number) => void
  fetchOlder: () => Promise<void>
  say: (said: { kind: NewMessage['kind']; text?: string; path?: string; seconds?: number }) => Promise<void>
  /** Sends once more what waits or was refused. */
  again: (messageId?: string) => Promise<void>
  drop: (messageId: string) => void
  /** What is on the screen has been read. */
  seen: () => void
  /** The page goes: what was read is told now. */
  leave: () => void
  reachedBy: (side: keyof Reach, reached: Marks) => void
}

/** That one's own words are there is heard a moment before their answer comes: no need to ask for them. */
const ownAnswerMs = 250

const bySeq = (messages: readonly ConsultationMessage[]): ConsultationMessage[] => {
  const numbered = messages.filter(m => m.seq !== null).sort((a, b) => a.seq! - b.seq!)
  return [...numbered, ...messages.filter(m => m.seq === null)]
}

/** The newer word about a message stands: a held one takes its number, links are renewed. */
export const merge = (
  known: readonly ConsultationMessage[],
  fresh: readonly ConsultationMessage[],
): ConsultationMessage[] => {
  const all = new Map(known.map(m => [m.messageId, m]))
  for (const m of fresh) all.set(m.messageId, m)
  return bySeq([...all.values()])
}

const highestOf = (messages: readonly ConsultationMessage[]): number =>
  messages.reduce((most, m) => Math.max(most, m.seq ?? 0), 0)
const lowestOf = (messages: readonly ConsultationMessage[]): number =>
  messages.reduce((least, m) => (m.seq === null ? least : Math.min(least, m.seq)), Infinity)

export const createTalk = (parts: TalkParts): Talk => {
  // A file of an earlier run of the app is gone from the phone: what was not uploaded by then must be picked anew.
  const restored = parts.kept
    .read()
    .map(o => (o.path && !o.attachmentId ? { ...o, refused: new ProblemError('attachment_unknown') } : o))
  let state: TalkState = {
    messages: [],
    outgoing: restored,
    reached: null,
    status: null,
    older: false,
    problem: null,
  }
  const reaching = createReaching(parts.mark)
  /** Those that may stand on the server already, whatever their sending is answered. */
  const tried = new Set(restored.map(o => o.messageId))
  /** The newest page was fetched. */
  let begun = false
  /** From the oldest one here up to this number none is missing. */
  let whole = 0
  let asking: Promise<void> | null = null
  let askAgain = false
  let sending: Promise<void> | null = null

  const set = (some: Partial<TalkState>): void => {
    state = { ...state, ...some }
    parts.changed(state)
  }
  const setOutgoing = (outgoing: readonly Outgoing[]): void => {
    parts.kept.write(outgoing.map(({ refused: _, ...kept }) => kept))
    set({ outgoing })
  }
  const take = (fresh: readonly ConsultationMessage[]): void => {
    const ids = new Set(fresh.map(m => m.messageId))
    const messages = merge(state.messages, fresh)
    if (state.outgoing.some(o => ids.has(o.messageId))) {
      state = { ...state, messages }
      return setOutgoing(state.outgoing.filter(o => !ids.has(o.messageId)))
    }
    set({ messages })
  }
  const takeMarks = ({ reached, status }: MessagesPage): void => {
    const before = state.reached
    set({
      status,
      problem: null,
      reached: before
        ? { resident: further(before.resident, reached.resident), doctor: further(before.doctor, reached.doctor) }
        : reached,
    })
  }

  const fetchNew = async (): Promise<void> => {
    for (;;) {
      const after = whole
      const page = await parts.fetch(begun ? { after } : {})
      if (!begun) set({ older: page.last > 0 && lowestOf(page.messages) > 1 })
      begun = true
      // What was held is told anew each time, or has its number now.
      state = { ...state, messages: state.messages.filter(m => m.seq !== null) }
      take(page.messages)
      takeMarks(page)
      whole = Math.max(whole, highestOf(page.messages))
      if (whole >= page.last || whole === after) return reaching.reach({ delivered: whole, read: 0 })
    }
  }

  const catchUp = (): Promise<void> => {
    if (asking) {
      askAgain = true
      return asking
    }
    asking = fetchNew()
      .catch(error => set({ problem: parts.asProblem(error) }))
      .finally(() => {
        asking = null
        if (!askAgain) return
        askAgain = false
        void catchUp()
      })
    return asking
  }

  const change = (messageId: string, some: Partial<Outgoing>): void =>
    setOutgoing(state.outgoing.map(o => (o.messageId === messageId ? { ...o, ...some } : o)))

  const sendOne = async (o: Outgoing): Promise<void> => {
    let attachmentId = o.attachmentId
    if (o.kind !== 'text' && !attachmentId) {
      attachmentId = await parts.upload({ path: o.path ?? '', kind: o.kind, key: o.messageId })
      change(o.messageId, { attachmentId })
    }
    const { messageId, kind, text } = o
    const before = tried.has(messageId) ? null : reaching.told()
    tried.add(messageId)
    const sent = await parts.post({ messageId, kind, ...(text && { text }), ...(attachmentId && { attachmentId }) })
    if (begun && sent.seq === whole + 1) whole = sent.seq
    // Whoever had seen all before has seen their own words: the server counts so by itself.
    if (before && sent.seq && Math.min(before.delivered, before.read) >= sent.seq - 1)
      reaching.known({ delivered: sent.seq, read: sent.seq })
    take([sent])
  }

  /** One after the other, so that they arrive in the order in which they were said. */
  const sendAll = async (): Promise<void> => {
    for (;;) {
      const next = state.outgoing.find(o => !o.refused)
      if (!next) break
      try {
        await sendOne(next)
      } catch (error) {
        if (parts.isUndecided(error)) {
          set({ problem: parts.asProblem(error) })
          return
        }
        change(next.messageId, { refused: parts.asProblem(error) })
      }
    }
    // Others' words may have taken numbers in between.
    if (!begun || highestOf(state.messages) > whole) await catchUp()
  }

  const flush = (): Promise<void> => {
    sending ??= sendAll().finally(() => {
      sending = null
    })
    return sending
  }

  return {
    state: () => state,
    catchUp,
    heard: seq => {
      const ask = () => void (seq > whole && catchUp())
      if (sending) setTimeout(ask, ownAnswerMs)
      else ask()
    },
    fetchOlder: async () => {
      const before = lowestOf(state.messages)
      if (!state.older || before === Infinity) return
      try {
        const page = await parts.fetch({ before })
        take(page.messages)
        set({ older: lowestOf(state.messages) > 1 && page.messages.length > 0, problem: null })
      } catch (error) {
        set({ problem: parts.asProblem(error) })
      }
    },
    say: said => {
      setOutgoing([...state.outgoing, { ...said, messageId: parts.makeId(), at: new Date().toISOString() }])
      return flush()
    },
    again: messageId => {
      if (messageId) {
        const { refused: _, ...waiting } = state.outgoing.find(o => o.messageId === messageId) ?? ({} as Outgoing)
        setOutgoing(state.outgoing.map(o => (o.messageId === messageId ? waiting : o)))
      }
      return flush()
    },
    drop: messageId => setOutgoing(state.outgoing.filter(o => o.messageId !== messageId)),
    seen: () => {
      if (whole > 0) reaching.reach({ delivered: whole, read: whole })
    },
    leave: reaching.flush,
    reachedBy: (side, reached) => {
      if (state.reached) set({ reached: { ...state.reached, [side]: further(state.reached[side], reached) } })
    },
  }
}
