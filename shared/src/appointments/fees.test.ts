import { isExemptByAge, sessionFee } from './fees'

const rules = { titleFees: [{ title: '主任医师', fee: 1500 }] }

test.each([
  [800, '主任医师', 800],
  [0, '主任医师', 0],
  [null, '主任医师', 1500],
  [null, '主治医师', 0],
  [null, null, 0],
])('told %p, a doctor who is %p costs %i', (told, title, fee) => expect(sessionFee(told, title, rules)).toBe(fee))

test.each([
  [null, null, 80, false],
  [70, null, 70, true],
  [70, null, 69, false],
  [70, 6, 5, true],
  [70, 6, 6, false],
])('exempt from %p, below %p: at %i %p', (exemptFromAge, exemptBelowAge, age, exempt) =>
  expect(isExemptByAge({ exemptFromAge, exemptBelowAge }, age)).toBe(exempt),
)
