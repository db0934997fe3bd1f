import fc from 'fast-check'
import { type Counters, announce } from './slot-capacity'

const pools = fc.record({ public: fc.nat(20), contracted: fc.nat(20), referral: fc.nat(20) })
const sum = (p: Counters['remaining']) => p.public + p.contracted + p.referral

/** Any slot that can be: announced shares of which some are taken, kept for offers, or owed. */
const slots: fc.Arbitrary<Counters> = fc
  .record({ announced: pools, remaining: pools, taken: fc.nat(30), held: fc.nat(3), reservedReturned: fc.boolean() })
  .map(({ announced, remaining, taken, held, reservedReturned }) => {
    const left = taken + held >= sum(announced) ? { public: 0, contracted: 0, referral: 0 } : remaining
    const capacity = sum(left) + taken + held
    return { capacity, remaining: left, held, owed: 0, announced, reservedReturned }
  })

test('an announced change keeps every number that is taken, frees the rest and never goes below zero', () => {
  fc.assert(
    fc.property(slots, pools, (before, announced) => {
      const taken = before.capacity - sum(before.remaining)
      const after = announce(before, announced)
      expect(after.capacity - sum(after.remaining)).toBe(taken)
      expect(Math.min(...Object.values(after.remaining), after.owed)).toBeGreaterThanOrEqual(0)
      expect(after.capacity - after.owed).toBe(sum(announced))
      expect(after.owed === 0 || sum(after.remaining) === 0).toBe(true)
      if (before.reservedReturned) expect(after.remaining.contracted + after.remaining.referral).toBe(0)
      expect(announce(after, announced)).toEqual(after)
    }),
  )
})

test.each([
  ['more public', { public: 5, contracted: 2, referral: 0 }, { public: 3, contracted: 1, referral: 0 }, 0],
  [
    'fewer public than are free',
    { public: 2, contracted: 2, referral: 0 },
    { public: 0, contracted: 1, referral: 0 },
    0,
  ],
  ['fewer than are taken', { public: 1, contracted: 0, referral: 0 }, { public: 0, contracted: 0, referral: 0 }, 2],
])('%s', (_, announced, remaining, owed) => {
  const before: Counters = {
    capacity: 6,
    remaining: { public: 2, contracted: 1, referral: 0 },
    held: 0,
    owed: 0,
    announced: { public: 4, contracted: 2, referral: 0 },
    reservedReturned: false,
  }
  expect(announce(before, announced)).toMatchObject({ remaining, owed })
})
