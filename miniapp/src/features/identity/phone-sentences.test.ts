import { phoneError, tidyPhone } from './phone-sentences'

it('takes a pasted number with its spaces and country code', () => {
  expect(tidyPhone('+86 199 0000 0001')).toBe('19900000001')
  expect(tidyPhone('86')).toBe('86')
})

it('waits until the number is whole, or the main button was tapped', () => {
  expect(phoneError('1990', false)).toBeNull()
  expect(phoneError('1990', true)).toContain('这里是 4 位')
  expect(phoneError('29900000001', false)).toContain('以 1 开头')
  expect(phoneError('199000000012', false)).toContain('这里是 12 位')
  expect(phoneError('19900000001', true)).toBeNull()
})
