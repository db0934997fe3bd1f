/** The counters in the real database against a model of a slot, by random series of what may happen to it. */
import fc from 'fast-check'
import type { Pool } from 'shared/appointments/model'
import type { DataSource } from 'typeorm'
import { openDatabase } from '../../../db/data-source'
import { createTestDatabase } from '../../../testing/database'
import { giveBackNumber, holdNumber, releaseHeldNumber, takeHeldNumber, takeNumber, takeNumbers } from './slot-counters'

let db: DataSource
beforeAll(async () => {
  db = await openDatabase(await createTestDatabase(), 3)
  await db.runMigrations()
})
afterAll(() => db?.destroy())

const slotId = 'slot-of-the-model'
type Shares = Record<Pool, number>
interface Model {
  remaining: Shares
  held: number
  owed: number
  returned: boolean
  /** Pools of the numbers that are out. */
  taken: Pool[]
}

const reset = async (announced: Shares, owed: number, taken: number, returned: boolean): Promise<void> => {
  await db.query('DELETE FROM appointment_slot WHERE slot_id = ?', [slotId])
  await db.query(
    `INSERT INTO appointment_slot (slot_id, session_id, starts_at, ends_at, state, capacity, public_remaining,
       contracted_remaining, referral_remaining, held, owed, public_announced, contracted_announced, referral_announced,
       reserved_returned_at, platform_updated_at)
     VALUES (?, 'session', NOW(3), NOW(3), 'open', ?, ?, ?, ?, 0, ?, 0, 0, 0, ?, NOW(3))`,
    [
      slotId,
      announced.public + announced.contracted + announced.referral + taken,
      announced.public,
      announced.contracted,
      announced.referral,
      owed,
      returned ? new Date() : null,
    ],
  )
}
const read = async () => {
  const [row] = await db.query(
    `SELECT capacity, public_remaining AS pub, contracted_remaining AS con, referral_remaining AS ref, held, owed
     FROM appointment_slot WHERE slot_id = ?`,
    [slotId],
  )
  return row as { capacity: number; pub: number; con: number; ref: number; held: number; owed: number }
}

/** What a freed number does: it pays what is owed, else it is free in its pool or, after the return, to everybody. */
const free = (m: Model, pool: Pool): void => {
  if (m.owed > 0) m.owed--
  else m.remaining[m.returned ? 'public' : pool]++
}

type Step = { what: 'take' | 'give' | 'hold' | 'takeHeld' | 'release' | 'takeTwo'; pool: Pool }
const steps: fc.Arbitrary<Step[]> = fc.array(
  fc.record({
    what: fc.constantFrom('take', 'give', 'hold', 'takeHeld', 'release', 'takeTwo' as const),
    pool: fc.constantFrom<Pool>('public', 'contracted', 'referral'),
  }),
  { maxLength: 25 },
)

/** Numbers go out of a pool, or out of those kept for offers. */
const takeOut = (m: Model, pool: Pool, count: number): void => {
  m.remaining[pool] -= count
  for (let n = 0; n < count; n++) m.taken.push(pool)
}

const act = async (m: Model, { what, pool }: Step): Promise<void> => {
  const tx = db.manager
  if (what === 'take') {
    const possible = m.remaining[pool] > 0
    expect(await takeNumber(tx, slotId, pool)).toBe(possible)
    if (possible) takeOut(m, pool, 1)
  } else if (what === 'takeTwo') {
    const possible = m.remaining[pool] > 1
    expect(await takeNumbers(tx, pool, new Map([[slotId, 2]]))).toBe(possible)
    if (possible) takeOut(m, pool, 2)
  } else if (what === 'give') {
    const own = m.taken.pop()
    if (!own) return
    await giveBackNumber(tx, slotId, own)
    free(m, own)
  } else if (what === 'hold') {
    const possible = m.remaining.public > 0
    expect(await holdNumber(tx, slotId)).toBe(possible)
    if (!possible) return
    m.remaining.public--
    m.held++
  } else {
    const change = what === 'takeHeld' ? takeHeldNumber : releaseHeldNumber
    expect(await change(tx, slotId)).toBe(m.held > 0)
    if (m.held === 0) return
    m.held--
    if (what === 'takeHeld') m.taken.push('public')
    else free(m, 'public')
  }
}

test('the database does what the model does: capacity = remaining + held + taken, after every step', async () => {
  const start = fc.record({
    shares: fc.record({ public: fc.nat(4), contracted: fc.nat(3), referral: fc.nat(2) }),
    owed: fc.nat(2),
    returned: fc.boolean(),
  })
  await fc.assert(
    fc.asyncProperty(start, steps, async ({ shares, owed, returned }, series) => {
      // What is owed is taken by somebody, and then nothing is free.
      const free0 = owed ? { public: 0, contracted: 0, referral: 0 } : shares
      const remaining = returned ? { ...free0, contracted: 0, referral: 0 } : free0
      const m: Model = { remaining: { ...remaining }, held: 0, owed, returned, taken: Array(owed).fill('public') }
      await reset(remaining, owed, owed, returned)
      for (const step of series) {
        await act(m, step)
        const row = await read()
        expect(row).toEqual({
          capacity: row.pub + row.con + row.ref + row.held + m.taken.length,
          pub: m.remaining.public,
          con: m.remaining.contracted,
          ref: m.remaining.referral,
          held: m.held,
          owed: m.owed,
        })
      }
    }),
    { numRuns: 40 },
  )
}, 60_000)
