import { usualWords } from './doctor-words'

it.each([
  [null, 0, '现在没有人在等'],
  [1, 0, '一般 5 分钟内回复 · 现在没有人在等'],
  [42, 3, '一般 45 分钟内回复 · 3 个人在等'],
  [59, 1, '一般 60 分钟内回复 · 1 个人在等'],
  [60, 1, '一般 1 小时内回复 · 1 个人在等'],
  [61, 2, '一般 2 小时内回复 · 2 个人在等'],
])('%s minutes with %s waiting reads %s', (usualMinutes, waiting, words) => {
  expect(usualWords({ usualMinutes, waiting })).toBe(words)
})
