import { maskCardNumber, maskIdentityNumber, maskName, maskPhone } from './mask'

test.each([
  ['王明', '王*'],
  ['陈桂芳', '陈**'],
  ['欧阳修文君', '欧**'],
  ['李', '*'],
  ['𠮷田', '𠮷*'],
  ['买买提·吾守尔', '买**'],
])('name %s → %s', (name, wanted) => {
  expect(maskName(name)).toBe(wanted)
})

test.each([
  [maskIdentityNumber, '990000198403120019', '9900**********0019'],
  [maskPhone, '19900000001', '199****0001'],
  [maskCardNumber, '990000000000000012', '**************0012'],
])('%p', (mask, value, wanted) => {
  expect(mask(value)).toBe(wanted)
})

test('what is too short to be masked in part is masked whole', () => {
  for (const mask of [maskIdentityNumber, maskPhone, maskCardNumber]) expect(mask('1234')).toMatch(/^\*+$/)
})
