import { checkCharacter } from 'shared/identity/identity-number'
import { needsGuardian } from './guardian'

const numberOf = (birthDate: string) => {
  const digits = `990000${birthDate.replace(/-/g, '')}001`
  return digits + checkCharacter(digits)
}

it.each([
  ['2018-06-01', true],
  ['2012-11-23', true],
  ['2012-11-22', false],
  ['1952-09-03', false],
])('born %s on 2026-11-22: %s', (birthDate, child) =>
  expect(needsGuardian(numberOf(birthDate), '2026-11-22')).toBe(child),
)

it('asks nothing of a number that is not one', () => expect(needsGuardian('99000020180601', '2026-11-22')).toBe(false))
