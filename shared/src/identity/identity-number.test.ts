import { checkCharacter, identityNumberProblem, readIdentityNumber } from './identity-number'

const complete = (digits17: string): string => digits17 + checkCharacter(digits17)

test.each(['99000019840312002', '99000020180601001', '99000020000229001', '99000019990909999'])(
  'with its check character %s is 1 modulo 11 (ISO 7064 MOD 11-2)',
  digits => {
    const last = checkCharacter(digits)
    const values = [...digits, last].map(c => (c === 'X' ? 10 : Number(c)))
    expect(values.reduce((sum, value) => (sum * 2 + value) % 11, 0)).toBe(1)
  },
)

test.each([
  [complete('99000019840312002'), null],
  [complete('99000020000229001'), null],
  ['', 'shape'],
  ['9900001984031200', 'shape'],
  ['99000019840312002x', 'shape'],
  ['９９００００１９８４０３１２００２４', 'shape'],
  [complete('99000019840312002').replace(/.$/, c => (c === '0' ? '1' : '0')), 'check'],
  [complete('99000019840312002').replace('1984', '1985'), 'check'],
  [complete('99000019840230002'), 'birth_date'],
  [complete('99000019001329002'), 'birth_date'],
  [complete('99000019000229002'), 'birth_date'],
  [complete('99000017770101002'), 'birth_date'],
] as const)('%s: %s', (number, wanted) => {
  expect(identityNumberProblem(number)).toBe(wanted)
})

test('any single wrong digit is noticed', () => {
  const right = complete('99000019840312002')
  for (let at = 0; at < 17; at++)
    for (let digit = 0; digit < 10; digit++) {
      const wrong = right.slice(0, at) + digit + right.slice(at + 1)
      if (wrong !== right) expect(identityNumberProblem(wrong)).not.toBeNull()
    }
})

test.each([
  ['99000019840312002', { birthDate: '1984-03-12', sex: 'female' }],
  ['99000020180601001', { birthDate: '2018-06-01', sex: 'male' }],
])('what %s says', (digits, wanted) => {
  expect(readIdentityNumber(complete(digits))).toEqual(wanted)
})
