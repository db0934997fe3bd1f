import type { Booking, DeskSession } from './types'
import { countByStatus, grouped, matching } from './filter'

const row = (
  appointmentId: string,
  sessionId: string,
  status: Booking['status'],
  undoUntil: string | null = null,
): Booking => ({ appointmentId, sessionId, status, undoUntil }) as Booking
const rows = [
  row('a', 's1', 'pending'),
  row('b', 's1', 'booked', '2026-11-22T01:00:00.000Z'),
  row('c', 's2', 'arrived'),
]
const ids = (some: Booking[]) => some.map(r => r.appointmentId)

test('narrows by session, state and found names together', () => {
  expect(ids(matching(rows, { sessionId: 's1', status: 'all' }, null))).toEqual(['a', 'b'])
  expect(ids(matching(rows, { sessionId: null, status: 'arrived' }, null))).toEqual(['b', 'c'])
  expect(ids(matching(rows, { sessionId: null, status: 'all' }, new Set(['c'])))).toEqual(['c'])
})

test('what this desk just did stays in view while it can be taken back', () => {
  expect(ids(matching(rows, { sessionId: 's1', status: 'pending' }, null))).toEqual(['a', 'b'])
})

test('counts each state', () => {
  expect(countByStatus(rows)).toMatchObject({ all: 3, pending: 1, booked: 1, arrived: 1, noshow: 0 })
})

test('stands under sessions; an empty session shows only when it was chosen', () => {
  const sessions = ['s1', 's2', 's3'].map(sessionId => ({ sessionId }) as DeskSession)
  expect(grouped(sessions, rows, null).map(g => [g.session.sessionId, ids(g.rows)])).toEqual([
    ['s1', ['a', 'b']],
    ['s2', ['c']],
  ])
  expect(grouped(sessions, rows, 's3').map(g => g.rows)).toEqual([[]])
})
