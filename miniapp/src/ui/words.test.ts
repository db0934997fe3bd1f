import {
  ageWords,
  clockWords,
  dateWords,
  dayOf,
  deadlineWords,
  daysAfter,
  distanceWords,
  fenOf,
  instantWords,
  leftWords,
  moneyWords,
  nearName,
  weekday,
} from './words'

it("takes days in the county's time, eight hours ahead of UTC", () => {
  expect(dayOf(Date.parse('2026-11-21T15:59:59Z'))).toBe('2026-11-21')
  expect(dayOf(Date.parse('2026-11-21T16:00:00Z'))).toBe('2026-11-22')
  expect(daysAfter('2026-12-31', 1)).toBe('2027-01-01')
  expect(weekday('2026-11-22')).toBe('周日')
})

it('names near days by their distance and others by their weekday', () => {
  const today = dayOf()
  expect([0, 1, 2].map(n => nearName(daysAfter(today, n)))).toEqual(['今天', '明天', '后天'])
  expect(nearName(daysAfter(today, 3))).toBe(weekday(daysAfter(today, 3)))
  expect(nearName(daysAfter(today, -1))).toBe(weekday(daysAfter(today, -1)))
})

it('says clock times with their part of the day', () => {
  expect(clockWords('09:00', '09:30')).toBe('上午 9:00–9:30')
  expect(clockWords('12:00')).toBe('下午 12:00')
  expect(clockWords('18:30', '19:00')).toBe('晚上 18:30–19:00')
  expect(clockWords('02:00')).toBe('凌晨 2:00')
})

it('says the year only when it is another one', () => {
  expect(dateWords('2019-03-05')).toBe('2019年3月5日')
  expect(dateWords(`${dayOf().slice(0, 4)}-03-05`)).toBe('3月5日')
  expect(instantWords('2019-03-04T16:05:00.000Z')).toBe('2019年3月5日 00:05')
})

it('says a deadline so that the night is not taken for the day', () => {
  expect(deadlineWords('2019-03-04T18:00:00.000Z')).toBe('2019年3月5日 凌晨 2:00')
  expect(deadlineWords(Date.parse(`${dayOf()}T06:31:00.000Z`))).toBe('今天 下午 14:31')
})

it.each([
  [0, '刚刚'],
  [59_999, '刚刚'],
  [60_000, '1 分钟前'],
  [3_599_999, '59 分钟前'],
  [3_600_000, '1 小时前'],
  [172_800_000, '2 天前'],
])('is %i ms old: %s', (age, words) => {
  expect(ageWords(1_000_000_000_000 - age, 1_000_000_000_000)).toBe(words)
})

it('says money in yuan and distances only as exactly as they are known', () => {
  expect([0, 1500, 5].map(moneyWords)).toEqual(['免费', '¥15.00', '¥0.05'])
  expect([304, 999, 1240].map(distanceWords)).toEqual(['300 米', '1000 米', '1.2 公里'])
})

it('tells what is left in two units', () => {
  expect(leftWords(3 * 3_600_000 + 12 * 60_000 + 59_000)).toBe('3 小时 12 分')
  expect(leftWords(750_000)).toBe('12 分 30 秒')
  expect(leftWords(-5)).toBe('0 分 0 秒')
})

it('takes money as it is typed, and nothing that is no sum', () => {
  expect(['15', ' 15.5 ', '¥0.05', '8。5'].map(fenOf)).toEqual([1500, 1550, 5, 850])
  expect(['', '-1', '1.005', '十五', '1e3'].map(fenOf)).toEqual([NaN, NaN, NaN, NaN, NaN])
})
