/** Everything that was said in a run, by whom, when it was answered and when the other end first had it. */
import type { Side } from 'shared/live/contract'

export interface Said {
  messageId: string
  consultationId: string
  side: Side
  text: string
  /** `performance.now()` when the person pressed the button. */
  saidAt: number
  /** The number that the server answered, and the milliseconds of the request that brought it. */
  seq?: number
  answerMs?: number
  /** When the other end first held it. */
  seenAt?: number
}

export interface Figures {
  messages: number
  /** Milliseconds from the button to the other end's list. */
  seen: { median: number; p99: number }
  /** Milliseconds of the sender's own request. */
  answer: { median: number; p99: number }
}

const quantile = (list: number[], q: number): number =>
  [...list].sort((a, b) => a - b)[Math.min(list.length - 1, Math.floor(list.length * q))] ?? NaN
const figuresOf = (list: number[]) => ({ median: quantile(list, 0.5), p99: quantile(list, 0.99) })

export const createBook = () => {
  const said = new Map<string, Said>()
  const per = new Map<string, number>()
  /** What must never happen, as it happened: another number for the same message, a refusal. */
  const wrong: unknown[] = []
  let lost = 0
  return {
    said,
    wrong,
    /** Requests that said something and got no answer. */
    lost: () => lost,
    /** Messages of both sides together. */
    saidIn: (consultationId: string): number => per.get(consultationId) ?? 0,
    say(one: Said): void {
      said.set(one.messageId, one)
      per.set(one.consultationId, (per.get(one.consultationId) ?? 0) + 1)
    },
    acknowledged(messageId: string, seq: number | null, answerMs: number): void {
      const one = said.get(messageId)!
      if (seq === null || (one.seq ?? seq) !== seq) wrong.push({ ...one, answeredNow: seq })
      Object.assign(one, { seq, answerMs })
    },
    noAnswer: (): void => void lost++,
    seen(by: Side, messageId: string): void {
      const one = said.get(messageId)
      if (one && one.side !== by) one.seenAt ??= performance.now()
    },
    /** Of what was said since then (`performance.now()`), all of it seen. */
    figures(since: number): Figures {
      const some = [...said.values()].filter(one => one.saidAt >= since)
      return {
        messages: some.length,
        seen: figuresOf(some.map(one => one.seenAt! - one.saidAt)),
        answer: figuresOf(some.flatMap(one => one.answerMs ?? [])),
      }
    },
  }
}
export type Book = ReturnType<typeof createBook>
