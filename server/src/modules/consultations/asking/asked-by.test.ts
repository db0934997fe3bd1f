import { writerWords } from './asked-by'

const woman = { sex: 'female' as const, maskedName: '王*' }
const man = { sex: 'male' as const, maskedName: '李**' }

test.each([
  ['oneself', 'self', null, woman, '本人'],
  ['whose mother is the person', 'member', 'mother', woman, '女儿 王*'],
  ['whose father is the person', 'member', 'father', man, '儿子 李**'],
  ['whose child is the person', 'member', 'child', woman, '母亲 王*'],
  ['whose spouse is the person', 'member', 'spouse', man, '丈夫 李**'],
  ['whose grandparent is the person', 'member', 'grandparent', woman, '孙女 王*'],
  ['whom the person authorised as their child', 'proxy', 'child', man, '儿子 李**'],
  ['whom the person authorised as a sibling', 'proxy', 'sibling', woman, '姐妹 王*'],
  ['who is family somehow', 'member', 'other', man, '家人 李**'],
  ['of whom nothing more is known', 'member', null, { sex: 'unknown', maskedName: '赵*' }, '家人 赵*'],
  ['who is not registered', 'proxy', 'spouse', null, '配偶'],
] as const)('somebody %s', (_, basis, relation, writer, words) => {
  expect(writerWords({ basis, relation }, writer)).toBe(words)
})
