import { codeOf, isDue } from './code-life'

const reply = {
  code: 'c',
  serverTime: '2026-11-22T01:00:00.000Z',
  expiresAt: '2026-11-22T01:01:00.000Z',
  lifeSeconds: 60,
}

it('counts by the server alone: a phone whose clock is a day behind shows the whole minute', () => {
  const asked = Date.parse('2026-11-21T00:00:00.000Z')
  expect(codeOf(reply, asked).endsAt).toBe(asked + 60_000)
})

it('renews in the last quarter of the life, and when there is none', () => {
  const code = codeOf(reply, 0)
  expect(isDue(undefined, 0)).toBe(true)
  expect(isDue(code, 44_999)).toBe(false)
  expect(isDue(code, 45_000)).toBe(true)
  expect(isDue(code, 70_000)).toBe(true)
})
