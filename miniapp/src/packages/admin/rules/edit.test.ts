import { defaultAppointmentRules as rules } from 'shared/appointments/rules-contract'
import { edited, typedOf } from './edit'
import { groups, shownRule } from './groups'

const fieldsOf = (id: string) => groups.find(group => group.id === id)!.fields

test('every rule is asked in exactly one group', () => {
  const asked = groups.flatMap(({ fields }) => fields.map(({ rule }) => rule))
  expect([...asked].sort()).toEqual(Object.keys(rules).sort())
})

test('what is shown unchanged gives the same rules', () => {
  groups.forEach(({ fields }) => expect(edited(rules, fields, typedOf(fields, rules))).toEqual({ rules }))
})

test('takes a time as it is typed on a Chinese keyboard', () => {
  expect(edited(rules, fieldsOf('release'), { horizonDays: ' 28 ', releaseAt: '9：30' })).toEqual({
    rules: { ...rules, horizonDays: 28, releaseAt: '09:30' },
  })
})

test('says what is wrong by the bounds of the contract, in plain words', () => {
  const wrong = edited(rules, fieldsOf('release'), { horizonDays: '200', releaseAt: '23:00' })
  expect(wrong).toEqual({ wrong: { horizonDays: '最多 90。', releaseAt: '放号时间要在 07:00 到 20:00 之间。' } })
  expect(edited(rules, fieldsOf('limits'), { perDepartmentPerDay: '', perPhonePerMonth: '0' })).toEqual({
    wrong: { perDepartmentPerDay: '请填一个整数。', perPhonePerMonth: '最少 1。' },
  })
  const many = Array.from({ length: 9 }, (_, i) => `第 ${i} 样`).join('\n')
  expect(edited(rules, fieldsOf('bring'), { bring: many })).toEqual({ wrong: { bring: '最多 8 样。' } })
})

test('takes fees by title in yuan, and an age left empty as nobody', () => {
  const typed = {
    payOnline: 'yes',
    payMinutes: '20',
    titleFees: '主任医师\t15.5\n\t',
    exemptFromAge: '65',
    exemptBelowAge: '',
  }
  expect(edited(rules, fieldsOf('fee'), typed)).toEqual({
    rules: {
      ...rules,
      payOnline: true,
      payMinutes: 20,
      titleFees: [{ title: '主任医师', fee: 1550 }],
      exemptFromAge: 65,
    },
  })
  const wrong = edited(rules, fieldsOf('fee'), { ...typed, titleFees: '主任医师\t十五', exemptBelowAge: '30' })
  expect(wrong).toEqual({
    wrong: { titleFees: '每行都要写职称和金额，比如：主任医师，15。', exemptBelowAge: '最多 18。' },
  })
})

test('shows values with their units', () => {
  const shown = fieldsOf('cancel').map(field => shownRule(field, rules))
  expect(shown).toEqual(['30 分钟', '720 分钟（12 小时）'])
})
