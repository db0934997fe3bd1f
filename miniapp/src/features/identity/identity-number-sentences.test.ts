import { checkCharacter } from 'shared/identity/identity-number'
import { identityNumberError, tidyIdentityNumber } from './identity-number-sentences'

const right = `99000019840312002${checkCharacter('99000019840312002')}`

it('takes pasted spaces and a small x', () =>
  expect(tidyIdentityNumber(' 990000 19840312 002x')).toBe('99000019840312002X'))

it('says nothing while a number is still being typed', () => {
  expect(identityNumberError('9900001984', false)).toBeNull()
  expect(identityNumberError('9900001984', true)).toContain('还差 8 位')
})

it('says at once what is wrong with a whole number', () => {
  const wrong = right.slice(0, 17) + (right.endsWith('1') ? '2' : '1')
  expect(identityNumberError(right, true)).toBeNull()
  expect(identityNumberError(wrong, false)).toContain('对不上')
  expect(identityNumberError(`${right}1`, false)).toContain('多了 1 位')
  expect(identityNumberError(`99000019841312002${checkCharacter('99000019841312002')}`, false)).toContain('出生年月日')
})
