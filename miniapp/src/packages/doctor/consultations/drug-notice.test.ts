import { drugNotice } from './drug-notice'

it.each([
  ['再加一片地西泮，睡前吃', true],
  ['您以前吃过 曲马多 吗？', true],
  ['Tramadol 还剩多少？', true],
  ['降压药每天早上吃一片', false],
  ['病情安定，继续观察', false],
  ['', false],
])('%s', (text, told) =>
  expect(drugNotice(text)).toBe(told ? '麻醉和精神药品不能在网上开。要用这类药，请转去门诊。' : null),
)
