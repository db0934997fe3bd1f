import { patientWords, promiseWords, waitedWords } from './words'

const now = Date.parse('2026-11-22T04:00:00.000Z')

it.each([
  ['2026-11-22T03:59:30.000Z', '刚来'],
  ['2026-11-22T03:59:00.000Z', '等了 1 分钟'],
  ['2026-11-22T03:01:00.000Z', '等了 59 分钟'],
  ['2026-11-22T03:00:00.000Z', '等了 1 小时'],
  ['2026-11-21T04:01:00.000Z', '等了 23 小时'],
])('asked %s reads %s', (since, words) => expect(waitedWords(since, now)).toBe(words))

it.each([
  ['2026-11-22T04:00:00.000Z', '马上自动结束'],
  ['2026-11-22T04:00:01.000Z', '还有 1 分钟自动结束'],
  ['2026-11-22T05:00:00.000Z', '还有 1 小时自动结束'],
  ['2026-11-23T03:59:00.000Z', '还有 23 小时自动结束'],
])('to be accepted before %s reads %s', (before, words) => expect(promiseWords(before, now)).toBe(words))

it('says no sex that is not known', () => {
  expect(patientWords({ personName: '王德福', sex: 'male', age: 72 })).toBe('王德福 男 72 岁')
  expect(patientWords({ personName: '李秀英', sex: 'unknown', age: 5 })).toBe('李秀英 5 岁')
})
