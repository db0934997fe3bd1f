import type { Booking, DeskList } from './types'
import { merge, put } from './merge'

const row = (appointmentId: string, from: string, more: Partial<Booking> = {}): Booking =>
  ({ appointmentId, from, queueNumber: null, status: 'pending', ...more }) as Booking
const list = (whole: boolean, cursor: string, appointments: Booking[]): DeskList => ({ whole, cursor, appointments })
const ids = (result: DeskList | undefined) => result?.appointments.map(a => a.appointmentId)

const before = list(true, '1', [row('a', '09:00'), row('b', '09:30')])

test('a whole list takes the place of the old one', () => {
  expect(merge(before, list(true, '2', [row('c', '08:00')]))).toEqual(list(true, '2', [row('c', '08:00')]))
})

test('changes replace their rows and new rows stand in order of time', () => {
  const after = merge(before, list(false, '2', [row('b', '09:30', { status: 'booked' }), row('c', '08:00')]))
  expect(ids(after)).toEqual(['c', 'a', 'b'])
  expect(after.appointments[2]!.status).toBe('booked')
  expect(after.cursor).toBe('2')
})

test('whoever arrived first stands first within a time', () => {
  const arrived = (id: string, queueNumber: number) => row(id, '09:00', { queueNumber, status: 'arrived' })
  expect(ids(merge(before, list(false, '2', [arrived('z', 1), arrived('y', 2)])))).toEqual(['z', 'y', 'a', 'b'])
})

test('an answered act shows at once without moving the cursor', () => {
  const after = put(before, row('a', '09:00', { status: 'arrived' }))
  expect(after?.cursor).toBe('1')
  expect(after?.appointments[0]!.status).toBe('arrived')
  expect(put(undefined, row('a', '09:00'))).toBeUndefined()
})
