import type { IconName } from '../../../ui/icon'
import { instantWords } from '../../../ui/words'
import type { Job } from './use-jobs'

type Tone = 'plain' | 'good' | 'waiting' | 'bad'

export const stateWords: Record<Job['state'], { words: string; tone: Tone; icon: IconName }> = {
  idle: { words: '正常', tone: 'good', icon: 'done' },
  running: { words: '正在运行', tone: 'waiting', icon: 'refresh' },
  late: { words: '该跑没跑', tone: 'bad', icon: 'warning' },
  failed: { words: '没跑成', tone: 'bad', icon: 'warning' },
}

/** Whose jobs they are, by the first word of their name: `payments-poll`. */
const owners: readonly (readonly [prefix: string, words: string])[] = [
  ['appointments', '预约'],
  ['payments', '付款'],
  ['notifications', '消息'],
  ['relay', '县平台'],
  ['health-card', '健康卡'],
  ['identity', '实名和登录'],
  ['audit', '访问记录'],
]

export interface Group {
  words: string
  jobs: Job[]
}

/** Those in trouble first, the rest by what they belong to. */
export const groupsOf = (jobs: readonly Job[]): Group[] => {
  const bad = jobs.filter(isInTrouble)
  const well = jobs.filter(job => !isInTrouble(job))
  const ownerOf = ({ name }: Job) => owners.find(([prefix]) => name.startsWith(`${prefix}-`))?.[1] ?? '其他'
  const names = [...owners.map(([, words]) => words), '其他']
  return [
    { words: '要看一下的', jobs: bad },
    ...names.map(words => ({ words, jobs: well.filter(job => ownerOf(job) === words) })),
  ].filter(group => group.jobs.length > 0)
}

export const isInTrouble = ({ state }: Job): boolean => state === 'late' || state === 'failed'

/** 0.3 秒, 12 秒, 2 分 5 秒. */
export const tookWords = (ms: number): string => {
  if (ms < 10_000) return `${Math.max(0.1, Math.round(ms / 100) / 10)} 秒`
  const seconds = Math.round(ms / 1000)
  return seconds < 60 ? `${seconds} 秒` : `${Math.floor(seconds / 60)} 分 ${seconds % 60} 秒`
}

export const everyWords = (seconds: number): string => {
  if (seconds < 60) return `每 ${seconds} 秒`
  if (seconds < 3600) return `每 ${Math.round(seconds / 60)} 分钟`
  return seconds < 86_400 ? `每 ${Math.round(seconds / 3600)} 小时` : `每 ${Math.round(seconds / 86_400)} 天`
}

/** The last run in a few words: `今天 9:30，用了 0.3 秒`. */
export const lastRunWords = ({ lastStartedAt, tookMs }: Job): string => {
  if (lastStartedAt === null) return '还没有跑过'
  return `${instantWords(lastStartedAt)}${tookMs === null ? '' : `，用了 ${tookWords(tookMs)}`}`
}

/** Why it is in trouble, in a sentence; null when it is not. */
export const troubleWords = (job: Job): string | null => {
  const { state, failures, lastError, nextRunAt } = job
  if (state === 'failed') return `连着 ${failures} 次没跑成：${lastError ?? '没有说原因'}`
  if (state !== 'late') return null
  const due = nextRunAt ? `本该 ${instantWords(nextRunAt)} 跑` : '早该跑了'
  return lastError ? `${due}，一直没有跑。上次没跑成：${lastError}` : `${due}，一直没有跑。`
}
