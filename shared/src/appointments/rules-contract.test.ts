import { AppointmentRules, defaultAppointmentRules } from './rules-contract'

/** An amount that the books cannot hold would break each booking of such a session. */
test.each([
  [0, true],
  [1_000_000, true],
  [1_000_001, false],
  [5_000_000_000, false],
  [-1, false],
])('a fee of %i fen by title: %s', (fee, taken) => {
  const rules = { ...defaultAppointmentRules, titleFees: [{ title: '主治医师', fee }] }
  expect(AppointmentRules.safeParse(rules).success).toBe(taken)
})
