import { sentenceOf } from './errors'

test('a sentence names days as people do, and leaves nothing open', () => {
  expect(sentenceOf('blocked_no_show', { count: 3, endsOn: '2026-12-01' })).toBe(
    '因 3 次预约没来，到 2026年12月1日 前不能在手机上预约。可以申诉，或到窗口挂号。',
  )
  expect(sentenceOf('end_date_invalid', { latest: '2029-11-20' })).toContain('2029年11月20日')
  expect(sentenceOf('cancel_too_late', { deadline: '11月22日 08:00' })).toContain('（11月22日 08:00）')
  expect(sentenceOf('too_many_requests')).not.toMatch(/[{}]/)
})
