import { consentWords } from './words'

const wechat = { wanted: true, template: 'one_time' as const, left: 0, refused: false, ask: 'a' }

test.each([
  ['no template', { ...wechat, template: 'none' as const, ask: null }, /只放在小程序/],
  ['refused', { ...wechat, refused: true }, /您选了不接收/],
  ['two left', { ...wechat, left: 2, ask: null }, /还能收到 2 条/],
  ['none left', wechat, /要您允许一次/],
  ['long-term, not asked yet', { ...wechat, template: 'long_term' as const }, /以后都能收到/],
  ['long-term, allowed', { ...wechat, template: 'long_term' as const, ask: null }, /一直能收到/],
])('%s', (_what, setting, words) => expect(consentWords(setting)).toMatch(words))

test('says nothing of WeChat to whoever does not want it there', () => {
  expect(consentWords({ ...wechat, wanted: false, refused: true, ask: null })).toBeNull()
})
