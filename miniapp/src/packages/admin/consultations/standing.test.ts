import { standingOf } from './standing'

const later = '2026-11-23T01:00:00.000Z'

test.each([
  ['planned', null, null, '等居民付款'],
  ['planned', null, later, '等医生接诊'],
  ['in-progress', null, later, '正在问诊'],
  ['finished', 'summary', later, '已结束'],
  ['cancelled', 'unpaid', null, '没有付款'],
] as const)('%s %s (accept before %s): %s', (status, outcome, acceptBefore, words) =>
  expect(standingOf({ status, outcome, acceptBefore }).words).toBe(words),
)
