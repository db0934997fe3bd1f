import { commonEthnicGroups, ethnicGroupName, ethnicGroups } from './ethnic-groups'

it('holds the fifty-six of GB/T 3304, each once', () => {
  expect(new Set(ethnicGroups.map(g => g.name)).size).toBe(56)
  expect(ethnicGroups).toHaveLength(56)
})

it.each([
  ['01', '汉族'],
  ['14', '白族'],
  ['15', '土家族'],
  ['28', '景颇族'],
  ['29', '柯尔克孜族'],
  ['42', '怒族'],
  ['43', '乌孜别克族'],
  ['56', '基诺族'],
])('%s is %s', (code, name) => expect(ethnicGroupName(code)).toBe(name))

it('offers 汉族 first', () => expect(commonEthnicGroups[0]).toEqual({ code: '01', name: '汉族' }))
