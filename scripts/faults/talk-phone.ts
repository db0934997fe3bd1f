/**
 * One side's phone with its conversations open: the app's own rules of a talk (miniapp/src/features/consultations/talk.ts)
 * on a network of ours, asked and told as use-talk.ts does it.
 */
import { type Client, ProblemError, createClient } from 'shared/kernel/client'
import { consultationTalkContract } from 'shared/consultations/talk-contract'
import type { Side } from 'shared/live/contract'
import { v7 as uuid } from 'uuid'
import { type Outgoing, type Talk, type TalkParts, createTalk } from '../../miniapp/src/features/consultations/talk'
import type { Book } from './talk-book'
import { type Heard, type Line, createLine } from './talk-line'

export interface PhoneOptions {
  bases: readonly string[]
  token: string
  side: Side
  consultationIds: readonly string[]
  book: Book
}

const isUndecided = (error: unknown): boolean =>
  error instanceof ProblemError && ['network_unreachable', 'unavailable', 'internal'].includes(error.code)
const asProblem = (error: unknown): ProblemError =>
  error instanceof ProblemError ? error : new ProblemError('internal')

type Wires = Pick<TalkParts, 'fetch' | 'post' | 'mark'>
const wiresOf = (client: Client<typeof consultationTalkContract>, side: Side, consultationId: string): Wires => {
  const params = { consultationId }
  return side === 'doctor'
    ? {
        fetch: query => client.doctorMessages({ params, query }),
        post: body => client.doctorSend({ params, body }),
        mark: body => client.doctorReached({ params, body }),
      }
    : {
        fetch: query => client.messages({ params, query }),
        post: body => client.send({ params, body }),
        mark: body => client.reached({ params, body }),
      }
}

/** With every answer and every loss written down. */
const posting =
  (post: Wires['post'], book: Book): Wires['post'] =>
  async message => {
    const began = performance.now()
    try {
      const sent = await post(message)
      book.acknowledged(message.messageId, sent.seq, performance.now() - began)
      return sent
    } catch (error) {
      if (isUndecided(error)) book.noAnswer()
      else book.wrong.push({ refused: asProblem(error).code, message })
      throw error
    }
  }

/** As use-talk.ts asks: often while the socket is away or anything failed. */
const askEvery = { live: 30_000, alone: 4_000 }

interface OpenTalk {
  talk: Talk
  askedAt: number
}

/** What the app holds while it runs. `kept`: what outlives it, by consultation. */
const startApp = ({ side, consultationIds, book, ...network }: PhoneOptions, kept: Map<string, Outgoing[]>) => {
  const talks = new Map<string, OpenTalk>()
  const ask = (open: OpenTalk): void => {
    open.askedAt = performance.now()
    void open.talk.catchUp()
    void open.talk.again()
  }
  const hear = (event: Heard): void => {
    if (event.type === 'missed') return talks.forEach(ask)
    if (event.type === 'queue') return
    const talk = talks.get(event.consultationId)?.talk
    if (!talk || event.type === 'typing') return void book.wrong.push({ heard: event, side })
    if (event.type === 'news') talk.heard(event.seq)
    else if (event.type === 'receipt') talk.reachedBy(event.side, event)
  }
  const line: Line = createLine({
    ...network,
    hear,
    signedOut: code => book.wrong.push({ signedOut: code, side }),
  })
  const client = createClient(consultationTalkContract, request =>
    line.send({ ...request, automatic: side === 'doctor' && request.method === 'GET' }),
  )
  for (const consultationId of consultationIds) {
    const wires = wiresOf(client, side, consultationId)
    let shown: unknown
    const talk: Talk = createTalk({
      ...wires,
      post: posting(wires.post, book),
      upload: () => Promise.reject(new Error('Only words are said here')),
      kept: { read: () => kept.get(consultationId) ?? [], write: some => kept.set(consultationId, [...some]) },
      makeId: uuid,
      isUndecided,
      asProblem,
      changed: ({ messages }) => {
        if (messages === shown) return
        shown = messages
        for (const m of messages) if (m.seq !== null) book.seen(side, m.messageId)
        // What is drawn has been read.
        setImmediate(() => talk.seen())
      },
    })
    talks.set(consultationId, { talk, askedAt: -Infinity })
  }
  const clock = setInterval(() => {
    for (const open of talks.values()) {
      const { problem, outgoing } = open.talk.state()
      const every = line.isLive() && !problem && !outgoing.length ? askEvery.live : askEvery.alone
      if (performance.now() - open.askedAt >= every) ask(open)
    }
  }, 500)
  return { line, talks, stop: () => [clearInterval(clock), line.close()] }
}

export const createPhone = (options: PhoneOptions) => {
  const { side, book } = options
  const kept = new Map<string, Outgoing[]>()
  let app = startApp(options, kept)
  const talkOf = (consultationId: string): Talk => app.talks.get(consultationId)!.talk
  return {
    side,
    line: () => app.line,
    talkOf,
    /** Whoever says it does not wait for anything. */
    say(consultationId: string, text: string): void {
      const saidAt = performance.now()
      const talk = talkOf(consultationId)
      void talk.say({ kind: 'text', text })
      const { messageId } = talk.state().outgoing.at(-1)!
      book.say({ messageId, consultationId, side, text, saidAt })
    },
    /** The app is killed and opened again: what it had fetched is gone, what was not sent is not. */
    restart(): void {
      app.stop()
      app = startApp(options, kept)
    },
    stop: (): void => void app.stop(),
  }
}
export type Phone = ReturnType<typeof createPhone>
