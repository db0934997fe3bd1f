import { statement, words } from './schemas'

test.each([
  ['高血压病', true],
  ['👨‍👩‍👧', true],
  ['好\n的', true],
  ['5', true],
  ['\u200b\u200b\u200b\u200b', false],
  ['\u2060\n\u2060', false],
  ['\u0007响', false],
])('%j says something: %s', (text, says) => {
  expect(statement(1, 100).safeParse(text).success).toBe(says)
  if (!text.includes('\n')) expect(words(1, 100).safeParse(text).success).toBe(says)
})
