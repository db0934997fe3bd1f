import { useEffect } from 'react'
import type { z } from 'zod/mini'
import type { ActsFor, Relation, Scope } from 'shared/identity/schemas'
import { identity } from '../../api/identity'
import { useLoad, type Loaded } from '../../api/use-load'
import { useSettings } from '../../session/settings'
import { useSession } from '../../session/tokens'

export type ActsForPerson = z.infer<typeof ActsFor>
type Scope = z.infer<typeof Scope>
type Relation = z.infer<typeof Relation>

/** What family members are called on screen. */
export const relationWords: Record<Relation, string> = {
  father: '爸爸',
  mother: '妈妈',
  spouse: '爱人',
  child: '孩子',
  sibling: '兄弟姐妹',
  grandparent: '爷爷奶奶',
  grandchild: '孙辈',
  other: '家人',
}

/** 本人, 妈妈, 代办. A proxy's relation says what the account is to the person, so it does not name the person. */
export const basisWords = ({ basis, relation }: ActsForPerson): string => {
  if (basis === 'self') return '本人'
  return basis === 'proxy' ? '代办' : relationWords[relation ?? 'other']
}

/** Everyone the account may act for; one request for the whole app. */
export const peopleKey = ['people'] as const
export const usePeople = (): Loaded<{ people: ActsForPerson[]; memberLimit: number }> => {
  const signedIn = useSession(s => s.signedIn)
  return useLoad(peopleKey, () => identity.people({}), { keep: true, when: signedIn })
}

export interface Whom {
  loaded: ReturnType<typeof usePeople>
  /** Those the account may act for in this scope. */
  choices: ActsForPerson[]
  /** The one acted for now; null until known, or when nobody is registered yet. */
  chosen: ActsForPerson | null
  personId: string | undefined
  /** Acting for somebody else: coloured and worded differently. */
  other: boolean
  choose: (personId: string) => void
}

/**
 * Whom the person acts for: remembered over pages, narrowed to what the scope allows.
 * @param asked whom the page was opened about (a message's link, another page), chosen to begin with
 */
export const useWhom = (scope: Scope, asked?: string): Whom => {
  const loaded = usePeople()
  const wanted = useSettings(s => s.personId)
  const change = useSettings(s => s.change)
  useEffect(() => {
    if (asked) change({ personId: asked })
  }, [asked, change])
  const choices = (loaded.data?.people ?? []).filter(
    p => p.state === 'active' && (p.basis === 'self' || p.scope.includes(scope)),
  )
  const chosen = choices.find(p => p.person.personId === wanted) ?? choices[0] ?? null
  return {
    loaded,
    choices,
    chosen,
    personId: chosen?.person.personId,
    other: chosen !== null && chosen.basis !== 'self',
    choose: personId => change({ personId }),
  }
}
