import type { Job } from './use-jobs'
import { everyWords, groupsOf, tookWords, troubleWords } from './words'

const job: Job = {
  name: 'relay-deliver',
  does: '把这里发生的事送到县平台',
  everySeconds: 60,
  state: 'idle',
  lastStartedAt: '2020-01-01T01:00:00.000Z',
  lastFinishedAt: '2020-01-01T01:00:01.000Z',
  tookMs: 1000,
  nextRunAt: '2020-01-01T01:01:00.000Z',
  lastError: null,
  failures: 0,
}

test.each([
  [0, '0.1 秒'],
  [340, '0.3 秒'],
  [12_400, '12 秒'],
  [125_000, '2 分 5 秒'],
])('%i ms took %s', (ms, words) => expect(tookWords(ms)).toBe(words))

test.each([
  [30, '每 30 秒'],
  [300, '每 5 分钟'],
  [7200, '每 2 小时'],
  [86_400, '每 1 天'],
])('%i s is %s', (seconds, words) => expect(everyWords(seconds)).toBe(words))

test('what is in trouble stands first, with its reason; a job of no known owner is shown too', () => {
  const failed: Job = { ...job, name: 'payments-poll', state: 'failed', failures: 3, lastError: '微信不答复' }
  const late: Job = { ...job, name: 'appointments-remind', state: 'late' }
  const strange: Job = { ...job, name: 'weather-look' }
  expect(groupsOf([job, strange, failed, late])).toEqual([
    { words: '要看一下的', jobs: [failed, late] },
    { words: '县平台', jobs: [job] },
    { words: '其他', jobs: [strange] },
  ])
  expect(troubleWords(failed)).toBe('连着 3 次没跑成：微信不答复')
  expect(troubleWords(late)).toMatch(/^本该 2020年1月1日 09:01 跑/)
  expect(troubleWords(job)).toBeNull()
})
