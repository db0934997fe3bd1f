import { consentWords } from './words'

const wechat = { wanted: true, template: 'one_time' as const, left: 0, refused: false }

test.each([
  ['no template', { ...wechat, template: 'none' as const }, false, /只放在小程序/],
  ['refused', { ...wechat, refused: true }, true, /您选了不接收/],
  ['two left', { ...wechat, left: 2 }, false, /还能收到 2 条/],
  ['none left', wechat, true, /要您允许一次/],
  ['long-term, not asked yet', { ...wechat, template: 'long_term' as const }, true, /以后都能收到/],
  ['long-term, allowed', { ...wechat, template: 'long_term' as const }, false, /一直能收到/],
])('%s', (_what, setting, needed, words) => expect(consentWords(setting, needed)).toMatch(words))

test('says nothing of WeChat to whoever does not want it there', () => {
  expect(consentWords({ ...wechat, wanted: false, refused: true }, false)).toBeNull()
})
