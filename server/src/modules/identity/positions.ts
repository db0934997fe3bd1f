/** Whoever works at several institutions says in which one they act. */
import { type Problem, problem } from 'shared/kernel/errors'
import type { Position } from './session'

const institutionIdsOf = (positions: readonly Position[]): string[] => [...new Set(positions.map(p => p.institutionId))]

/** The position for an act in one institution's name: at the one asked for, or at the only one. */
export const positionAt = (
  positions: readonly Position[],
  institutionId: string | undefined,
): Position | Problem<'institution_choice' | 'forbidden'> => {
  const here = institutionId ? positions.filter(p => p.institutionId === institutionId) : positions
  if (!here[0]) return problem('forbidden')
  const institutionIds = institutionIdsOf(here)
  return institutionIds.length === 1 ? here[0] : problem('institution_choice', { institutionIds })
}

/** For an act that is not of one institution: where the actor works, null when that is not one place. */
export const institutionOf = (positions: readonly Position[]): string | null => {
  const [only, ...others] = institutionIdsOf(positions)
  return only && !others.length ? only : null
}
