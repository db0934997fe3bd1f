import {
  cancelUntil,
  dayPlus,
  followUpUntil,
  lastReleasedDay,
  poolToTake,
  releaseDayOf,
  remainingIn,
  reservedReturned,
} from './booking-rules'
import { defaultAppointmentRules } from './rules-contract'

const rules = defaultAppointmentRules

test.each([
  ['2026-11-22', 1, '2026-11-23'],
  ['2026-12-31', 1, '2027-01-01'],
  ['2028-02-28', 1, '2028-02-29'],
  ['2026-03-01', -1, '2026-02-28'],
])('%s and %d days is %s', (day, days, expected) => expect(dayPlus(day, days)).toBe(expected))

test.each([
  ['07:59', '2026-12-05'],
  ['08:00', '2026-12-06'],
  ['23:59', '2026-12-06'],
])('at %s of 2026-11-22 numbers are open up to %s (14 days, 08:00)', (time, last) => {
  expect(lastReleasedDay(rules, '2026-11-22', time)).toBe(last)
  expect(releaseDayOf(rules, '2026-12-06')).toBe('2026-11-22')
})

test.each([
  ['2026-11-20', '23:59', false],
  ['2026-11-21', '11:59', false],
  ['2026-11-21', '12:00', true],
  ['2026-11-22', '00:00', true],
])('reserved numbers of 2026-11-22 have returned at %s %s: %s', (today, time, expected) =>
  expect(reservedReturned(rules, '2026-11-22', today, time)).toBe(expected),
)

test('a cancel is free until 30 minutes before ordinary and half a day before expert numbers', () => {
  const startsAt = new Date('2026-11-22T02:00:00Z')
  expect(cancelUntil(rules, 'ordinary', startsAt).toISOString()).toBe('2026-11-22T01:30:00.000Z')
  expect(cancelUntil(rules, 'expert', startsAt).toISOString()).toBe('2026-11-21T14:00:00.000Z')
})

test('一次挂号管三天: the day of the visit is the first', () =>
  expect(followUpUntil(rules, '2026-11-30')).toBe('2026-12-02'))

test('pools are taken from in the order one may, and only those', () => {
  const remaining = { public: 2, contracted: 1, referral: 5 }
  expect(poolToTake(remaining, ['contracted', 'public'])).toBe('contracted')
  expect(poolToTake({ ...remaining, contracted: 0 }, ['contracted', 'public'])).toBe('public')
  expect(poolToTake({ public: 0, contracted: 3, referral: 3 }, ['public'])).toBeNull()
  expect(remainingIn(remaining, ['contracted', 'public'])).toBe(3)
})
