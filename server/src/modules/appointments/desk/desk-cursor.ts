/**
 * The cursor of a list that stays fresh, so that no change is missed.
 * - A change becomes visible when its transaction commits, a little after the instant it carries. A list that asked only
 *   for "later than my last look" could miss one that committed late, so each look reaches back by an overlap far longer
 *   than any transaction here lives (milliseconds; a lock wait ends after 50 s), plus what clocks of several server
 *   processes may differ. A row that comes twice replaces itself.
 * - A booking that moved to another session is no longer among the rows: sessions count how often that happened, and the
 *   whole list is given anew when the count changed.
 */
import { createHash } from 'node:crypto'

export const overlapMs = 120_000

/** What a list is about (day, session, institutions): a cursor of one list says nothing about another. */
export type Scope = readonly unknown[]

const mark = (scope: Scope): string => createHash('sha256').update(JSON.stringify(scope)).digest('hex').slice(0, 12)

/** `at`, `movedAway`: read before the list was. */
export const writeCursor = (scope: Scope, at: Date, movedAway: number): string =>
  `${mark(scope)}.${at.getTime()}.${movedAway}`

/** From which instant on changes must be listed; null: the whole list is needed. */
export const readCursor = (scope: Scope, movedAway: number, cursor: string | undefined): Date | null => {
  const [list, at, left] = cursor?.split('.') ?? []
  if (list !== mark(scope) || left !== String(movedAway) || !/^\d{1,15}$/.test(at ?? '')) return null
  return new Date(Number(at) - overlapMs)
}
