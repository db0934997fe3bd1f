import { type Availability, cancelUntil, dayOffers, doctorsOn, firstDay, isPast, sessionState } from './availability'

const noon = Date.parse('2026-11-21T04:00:00Z')

const session = (sessionId: string, day: string, remaining: number, more: object = {}) => ({
  sessionId,
  day,
  period: 'morning' as const,
  startsAt: '08:00',
  endsAt: '12:00',
  fee: 1000,
  state: 'open' as const,
  remaining,
  ...more,
})
const doctor = (doctorId: string, sessions: ReturnType<typeof session>[], favourite = false) => ({
  doctorId,
  name: doctorId,
  title: null,
  grade: 'ordinary' as const,
  goodAt: null,
  favourite,
  sessions,
})

const availability: Availability = {
  departmentId: 'svc-1',
  departmentName: '内科',
  institutionId: 'org-1',
  institutionName: '卫生院',
  nextRelease: '2026-11-21T23:00:00.000Z',
  days: [
    { day: '2026-11-21', remaining: 0, open: true },
    { day: '2026-11-22', remaining: 3, open: true },
    { day: '2026-11-23', remaining: 0, open: true },
    { day: '2026-11-24', remaining: 0, open: true },
    { day: '2026-12-05', remaining: 0, open: false },
  ],
  doctors: [
    doctor('a', [session('a1', '2026-11-21', 4), session('a2', '2026-11-22', 0)]),
    doctor('b', [session('b2', '2026-11-22', 3), session('b3', '2026-11-23', 9, { state: 'stopped' })]),
    doctor('c', [session('c2', '2026-11-22', 1), session('c5', '2026-12-05', 0)], true),
  ],
}

test('a day says how many numbers are left, or why there are none', () => {
  expect(dayOffers(availability, null, noon).map(({ note }) => note)).toEqual([
    '不出诊', // The only session of today ended at noon.
    '余 4',
    '停诊',
    '不出诊',
    '未放号',
  ])
  expect(dayOffers(availability, 'a', noon).map(({ note }) => note)).toEqual([
    '不出诊',
    '约满',
    '不出诊',
    '不出诊',
    '未放号',
  ])
})

test('the first day shown is the first with a number', () => {
  expect(firstDay(dayOffers(availability, null, noon))).toBe('2026-11-22')
  expect(firstDay(dayOffers(availability, 'a', noon))).toBe('2026-11-21')
  expect(firstDay([])).toBeNull()
})

test('doctors with numbers come first, favourites among them before others', () => {
  expect(doctorsOn(availability, '2026-11-22', null, noon).map(({ doctor: d }) => d.doctorId)).toEqual(['c', 'b', 'a'])
  expect(doctorsOn(availability, '2026-11-22', 'b', noon).map(({ doctor: d }) => d.doctorId)).toEqual(['b'])
})

test('nobody is offered before the release of the day', () => {
  expect(doctorsOn(availability, '2026-12-05', null, noon)).toEqual([])
})

test('a session that ended is over, not full', () => {
  expect(sessionState(session('x', '2026-11-21', 0), noon)).toBe('over')
  expect(sessionState(session('x', '2026-11-21', 0), noon - 1)).toBe('full')
})

test('clock times are the county’s', () => {
  expect(isPast('2026-11-21', '12:00', noon)).toBe(true)
  expect(isPast('2026-11-21', '12:01', noon)).toBe(false)
  expect(isPast('2026-11-20', '23:59', noon)).toBe(true)
  expect(new Date(cancelUntil('2026-11-22', '09:00', 30)).toISOString()).toBe('2026-11-22T00:30:00.000Z')
})
