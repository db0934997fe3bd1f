import type { IconName } from '../../../ui/icon'
import { dateWords } from '../../../ui/words'
import type { Reconciliation, RelayStatus } from './use-relay'

type Tone = 'plain' | 'good' | 'waiting' | 'bad'

/** The breaker as somebody sees it who never heard of one. */
export const breakerWords: Record<RelayStatus['breaker'], { words: string; tone: Tone; icon: IconName }> = {
  closed: { words: '县平台连得上', tone: 'good', icon: 'done' },
  half_open: { words: '正在试着重连', tone: 'waiting', icon: 'refresh' },
  open: { words: '县平台连不上', tone: 'bad', icon: 'offline' },
}

export const spanWords = (seconds: number): string => {
  if (seconds < 60) return `${seconds} 秒`
  if (seconds < 3600) return `${Math.floor(seconds / 60)} 分钟`
  return seconds < 86_400 ? `${Math.floor(seconds / 3600)} 小时` : `${Math.floor(seconds / 86_400)} 天`
}

/** How things stand, in one sentence, the worst first. */
export const standing = ({ breaker, backlog, lagSeconds, deadLetters }: RelayStatus): { words: string; tone: Tone } => {
  if (breaker === 'open')
    return { words: `县平台暂时连不上。预约照常办，${backlog} 条记录排着队，连上后自动补送。`, tone: 'bad' }
  if (deadLetters > 0) return { words: `${deadLetters} 条记录县平台没收，要您看一下原因。`, tone: 'bad' }
  if (lagSeconds > 300) return { words: `送得有点慢，最早的一条等了 ${spanWords(lagSeconds)}。`, tone: 'waiting' }
  return { words: backlog ? '正常，正在往县平台送。' : '正常，都送到县平台了。', tone: 'good' }
}

const kinds: Record<string, string> = {
  appointment: '预约',
  waitlist: '候补',
  card: '健康卡',
  'card-usage': '用卡记录',
  consent: '同意书',
  proxy: '代办授权',
  access: '访问记录',
  invoice: '收费',
  payment: '付款',
  refund: '退款',
}
/** A kind that has no word of its own is a 记录. */
export const kindWords = (kind: string): string => kinds[kind] ?? '记录'

/** Why the platform refuses, from its HTTP status, which its own words begin with. */
export const refusalWords = (reason: string): string => {
  const status = Number(/^\d{3}\b/.exec(reason)?.[0])
  if (status === 401 || status === 403) return '县平台不认我们的身份，或者不让送这一类。'
  if (status === 409 || status === 412) return '县平台上的这一条，已经被别人改过了。'
  if (status >= 400 && status < 500) return '里面有县平台没有的、或者不认的内容。'
  return status >= 500 ? '县平台自己出了错。' : '县平台没有说清楚为什么。'
}

export const differenceWords: Record<Reconciliation['differences'][number]['kind'], string> = {
  missing_there: '县平台没有，我们有',
  missing_here: '县平台有，我们没有',
  status_differs: '两边状态不一样',
  duplicate_there: '县平台有两份',
}

export const daysWords = ({ from, to }: { from: string; to: string }): string =>
  from === to ? dateWords(from) : `${dateWords(from)}到${dateWords(to)}`
export const reconciledWords = ({ compared, repaired, differences }: Reconciliation): string =>
  differences.length === 0
    ? `比对了 ${compared} 条，两边完全一样。`
    : `比对了 ${compared} 条，${differences.length} 条不一样，已补好 ${repaired} 条。`
