import { useEffect, useRef, useState } from 'react'
import type { ProblemError } from 'shared/kernel/client'
import { healthCard } from '../../../api/health-card'
import { asProblem, isUndecided } from '../../../api/send'
import { useNow } from '../../../ui/countdown'
import { codeOf, isDue, type Code } from './code-life'

export interface CardCode {
  /** Null: none yet, or it has ended. */
  text: string | null
  secondsLeft: number
  lifeSeconds: number
  /** One was shown and has ended without a new one: the network is gone. */
  ended: boolean
  problem: ProblemError | null
  renew: () => void
}

/** In memory only: a code is worth something for a minute, and lives on when the page is left and come back to. */
const codes = new Map<string, Code>()

/** The card was frozen or re-issued: its codes are void. */
export const dropCode = (personId: string): void => void codes.delete(personId)

const fetchCode = async (personId: string): Promise<void> => {
  const asked = Date.now()
  codes.set(personId, codeOf(await healthCard.cardCode({ params: { personId } }), asked))
}

const retryAfter = 4_000

/**
 * The dynamic code of a person's card while the page is in front: renewed quietly before it ends, kept on a dead
 * network until it ends, asked for again and again after.
 * @param personId undefined: ask for none
 */
export const useCardCode = (personId: string | undefined): CardCode => {
  const now = useNow()
  const asking = useRef<string | null>(null)
  const notBefore = useRef(0)
  const [failed, setFailed] = useState<{ personId: string; problem: ProblemError } | null>(null)
  const [, drawAgain] = useState(0)
  const problem = failed && failed.personId === personId ? failed.problem : null
  const refused = problem !== null && !isUndecided(problem)

  const ask = async (id: string): Promise<void> => {
    if (asking.current === id) return
    asking.current = id
    try {
      await fetchCode(id)
      setFailed(null)
    } catch (error) {
      notBefore.current = Date.now() + retryAfter
      setFailed({ personId: id, problem: asProblem(error) })
    } finally {
      if (asking.current === id) asking.current = null
      drawAgain(n => n + 1)
    }
  }

  // Another person, or a card that was closed and is open again: what was refused before says nothing now.
  useEffect(() => {
    notBefore.current = 0
    setFailed(null)
  }, [personId])
  useEffect(() => {
    if (personId && !refused && now >= notBefore.current && isDue(codes.get(personId), now)) void ask(personId)
  }, [now, personId, refused])

  const code = personId ? codes.get(personId) : undefined
  const secondsLeft = code ? Math.max(0, (code.endsAt - Date.now()) / 1000) : 0
  return {
    text: code && secondsLeft > 0 ? code.text : null,
    secondsLeft,
    lifeSeconds: code?.lifeSeconds ?? 0,
    ended: code !== undefined && secondsLeft === 0,
    problem,
    renew: () => {
      if (!personId) return
      setFailed(null)
      void ask(personId)
    },
  }
}
