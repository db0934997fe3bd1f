import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import { attachments } from '../../api/attachments'
import { consultationTalk } from '../../api/consultation-talk'
import { newId } from '../../api/new-id'
import { asProblem, automatically, isUndecided } from '../../api/send'
import { forget, read, write } from '../../platform/storage'
import { listen, sayTyping, useLive, type Heard } from '../../session/live'
import { useShown } from '../../ui/use-shown'
import { createTalk, type Outgoing, type Talk, type TalkParts, type TalkState } from './talk'

export type TalkSide = 'resident' | 'doctor'

/** Below `draft:`, which sign-out forgets: what is not sent yet is a draft. */
const keptKey = (consultationId: string) => `draft:talk:${consultationId}`

const kept = (consultationId: string): TalkParts['kept'] => ({
  read: () => read<Outgoing[]>(keptKey(consultationId)) ?? [],
  write: outgoing => (outgoing.length ? write(keptKey(consultationId), outgoing) : forget(keptKey(consultationId))),
})

const wires = (consultationId: string, side: TalkSide): Pick<TalkParts, 'fetch' | 'post' | 'mark'> => {
  const params = { consultationId }
  const { messages, send, reached, doctorMessages, doctorSend, doctorReached } = consultationTalk
  if (side === 'doctor')
    return {
      // Asked by a socket or the clock, not by a tap: it keeps no working period alive.
      fetch: query => automatically(() => doctorMessages({ params, query })),
      post: body => doctorSend({ params, body }),
      mark: body => doctorReached({ params, body }),
    }
  return {
    fetch: query => messages({ params, query }),
    post: body => send({ params, body }),
    mark: body => reached({ params, body }),
  }
}

const upload: TalkParts['upload'] = async ({ path, kind, key }) =>
  (await attachments.upload({ body: { kind }, file: path, idempotencyKey: key })).attachmentId

/** With a socket only against events that were lost; without one, or after anything failed, often enough to talk. */
const askEvery = { live: 30_000, alone: 4_000 }
/** Somebody who stops writing says nothing more. */
const typingFor = 6_000
const typingEvery = 3_000

/** Whether the other side is writing now. */
const useTyping = (): [boolean, () => void, () => void] => {
  const [until, setUntil] = useState(0)
  useEffect(() => {
    if (!until) return undefined
    const timer = setTimeout(() => setUntil(0), Math.max(0, until - Date.now()))
    return () => clearTimeout(timer)
  }, [until])
  return [until > 0, useCallback(() => setUntil(Date.now() + typingFor), []), useCallback(() => setUntil(0), [])]
}

export interface ShownTalk extends TalkState {
  /** Events arrive by themselves now. */
  live: boolean
  /** The other side is writing. */
  theyWrite: boolean
  /** I am writing: told to the other side, at most every few seconds. */
  iWrite: () => void
  talk: Talk
}

/**
 * A conversation on the screen: fetched on from where it stopped, live while there is a socket, asked for otherwise.
 * @param stateChanged the consultation itself changed (accepted, ended): ask for it again
 */
export const useTalk = (consultationId: string, side: TalkSide, stateChanged: () => void): ShownTalk => {
  const tellOf = useRef(stateChanged)
  useEffect(() => {
    tellOf.current = stateChanged
  })
  const [state, setState] = useState<TalkState | null>(null)
  const live = useLive(s => s.on)
  const shown = useShown()
  const [theyWrite, theyBegan, theyEnded] = useTyping()
  const talk = useMemo(
    () =>
      createTalk({
        ...wires(consultationId, side),
        upload,
        kept: kept(consultationId),
        makeId: newId,
        isUndecided,
        asProblem,
        changed: setState,
      }),
    [consultationId, side],
  )

  useEffect(() => {
    if (!shown) return undefined
    const hear = (event: Heard) => {
      if (event.type === 'missed') {
        void talk.catchUp()
        void talk.again()
        tellOf.current()
        return
      }
      if (event.type === 'queue' || event.consultationId !== consultationId) return
      if (event.type === 'news') {
        theyEnded()
        talk.heard(event.seq)
      } else if (event.type === 'receipt') talk.reachedBy(event.side, event)
      else if (event.type === 'typing') {
        if (event.side !== side) theyBegan()
      } else tellOf.current()
    }
    void talk.catchUp()
    void talk.again()
    const deaf = listen(hear)
    return () => {
      deaf()
      talk.leave()
    }
  }, [talk, shown, consultationId, side, theyBegan, theyEnded])

  const calm = live && !state?.problem && !state?.outgoing.some(o => !o.refused)
  useEffect(() => {
    if (!shown) return undefined
    const timer = setInterval(
      () => {
        void talk.catchUp()
        void talk.again()
      },
      calm ? askEvery.live : askEvery.alone,
    )
    return () => clearInterval(timer)
  }, [talk, shown, calm])

  const status = state?.status
  useEffect(() => {
    if (status) tellOf.current()
  }, [status])

  const iWrite = useMemo(() => {
    let last = 0
    return () => {
      if (Date.now() - last < typingEvery) return
      last = Date.now()
      sayTyping(consultationId, side)
    }
  }, [consultationId, side])

  const now = state ?? talk.state()
  // On the screen is read, as soon as it is drawn.
  useEffect(() => {
    if (shown) talk.seen()
  }, [talk, shown, now.messages])

  return { ...now, live, theyWrite, iWrite, talk }
}
