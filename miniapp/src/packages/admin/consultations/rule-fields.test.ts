import { defaultConsultationRules } from 'shared/consultations/admin-contract'
import { edited, typedOf } from './rule-fields'

const typed = typedOf(defaultConsultationRules)

it('gives back what it was given', () => {
  expect(edited(typed)).toEqual({ rules: defaultConsultationRules })
  expect(edited({ ...typed, fee: '15' })).toEqual({ rules: { ...defaultConsultationRules, fee: 1500 } })
})

it.each([
  ['acceptHours', '0', '最少 1。'],
  ['acceptHours', '73', '最多 72。'],
  ['dailyCap', '很多', '请填一个整数。'],
  ['fee', '十五', '金额这样写：15 或 15.00，最多 10000。'],
  ['fee', '10001', '金额这样写：15 或 15.00，最多 10000。'],
] as const)('%s %s is refused', (rule, given, sentence) => {
  expect(edited({ ...typed, [rule]: given })).toEqual({ wrong: { [rule]: sentence } })
})
