import { useState } from 'react'
import type { ProblemError } from 'shared/kernel/client'
import { audit } from '../../../api/audit'
import { asProblem } from '../../../api/send'
import type { DayRange } from '../common/day-range'

export type AuditRow = Awaited<ReturnType<typeof audit.auditSearch>>['rows'][number]
export interface AuditQuery extends DayRange {
  personId?: string
  accountId?: string
}
interface Found {
  query: AuditQuery
  rows: AuditRow[]
  more: boolean
}

/**
 * A search is made when asked for and not again by itself: each one is audited. `more` goes on before the last row, by
 * the instant; rows of that very instant that came already are left out.
 */
export const useAudit = () => {
  const [found, setFound] = useState<Found | null>(null)
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<ProblemError | null>(null)

  const ask = async (query: AuditQuery, before: AuditRow[]) => {
    if (busy) return
    setBusy(true)
    setProblem(null)
    try {
      const last = before.at(-1)
      const reply = await audit.auditSearch({ query: { ...query, ...(last ? { before: last.at } : {}) } })
      setFound({ query, rows: [...before, ...reply.rows], more: reply.more })
    } catch (error) {
      setProblem(asProblem(error))
    } finally {
      setBusy(false)
    }
  }
  return {
    found,
    busy,
    problem,
    search: (query: AuditQuery) => void ask(query, []),
    more: () => found && void ask(found.query, found.rows),
  }
}
