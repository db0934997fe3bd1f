import { daySentence, dayTag, sumWords, totalWords } from './words'

const nothing = { count: 0, amount: 0 }

test('a day that is not green says how much is open', () => {
  expect(dayTag({ state: 'open', openDifferences: 2 }).words).toBe('2 处不一样')
  expect(dayTag({ state: 'green', openDifferences: 0 }).words).toBe('对上了')
  expect(daySentence({ state: 'missing', openDifferences: 0 })).toContain('没有拿到')
})

test('totals leave out what there was none of', () => {
  expect(totalWords({ payments: { count: 3, amount: 4500 }, refunds: nothing })).toBe('收 3 笔 ¥45.00')
  expect(totalWords({ payments: { count: 3, amount: 4500 }, refunds: { count: 1, amount: 1500 } })).toBe(
    '收 3 笔 ¥45.00 · 退 1 笔 ¥15.00',
  )
  expect(totalWords({ payments: nothing, refunds: nothing })).toBe('没有收款，没有退款')
})

test('in a comparison nothing is not called free', () => {
  expect([null, 0, 1500].map(sumWords)).toEqual(['没有这一笔', '¥0.00', '¥15.00'])
})
