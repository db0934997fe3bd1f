/** How a consultation stands, and its parts, in words. */
import type { ConsultationLine } from 'shared/consultations/contract'
import type {
  ConsultationMessage,
  ConsultationOutcome,
  ConsultationStatus,
  RecordKind,
} from 'shared/consultations/model'
import type { RedFlag } from 'shared/consultations/red-flags'
import type { IconName } from '../../ui/icon'
import type { Reach } from './talk'

interface Standing {
  status: ConsultationStatus
  outcome: ConsultationOutcome | null
  payment?: { state: string } | null
}
interface Told {
  words: string
  tone: 'plain' | 'good' | 'waiting' | 'bad'
}

const outcomes: Record<ConsultationOutcome, Told> = {
  summary: { words: '已结束', tone: 'plain' },
  clinic: { words: '已转门诊', tone: 'waiting' },
  not_accepted: { words: '没有医生接诊', tone: 'bad' },
  declined: { words: '医生没有接', tone: 'bad' },
  withdrawn: { words: '已撤回', tone: 'plain' },
  unpaid: { words: '没有付款', tone: 'plain' },
  lapsed: { words: '超时结束', tone: 'bad' },
}

/** The end in a sentence. */
export const endWords: Record<ConsultationOutcome, string> = {
  summary: '医生写好了小结',
  clinic: '医生请您到医院看',
  not_accepted: '没有医生接诊，已经结束',
  declined: '医生没有接这次问诊',
  withdrawn: '您撤回了这次问诊',
  unpaid: '没有付款，这次问诊没有开始',
  lapsed: '医生没有按时回复，已经结束',
}

export const standing = ({ status, outcome, payment }: Standing): Told => {
  if (outcome) return outcomes[outcome]
  if (payment?.state === 'due') return { words: '等您付款', tone: 'waiting' }
  return status === 'planned' ? { words: '等医生接诊', tone: 'waiting' } : { words: '正在问诊', tone: 'good' }
}

type Line = Pick<ConsultationLine, 'status' | 'outcome' | 'payment' | 'unread' | 'awaiting' | 'doctorAway'>

/** Whoever pays now pays for nobody's answer. */
export const leadsNowhere = ({ doctorAway, payment }: Pick<ConsultationLine, 'doctorAway' | 'payment'>): boolean =>
  doctorAway === 'left' && payment?.state === 'due'

/** What comes next, whose turn it is, and whether the resident is waited for. */
export const awaited = (of: Line): { words: string; ours: boolean } => {
  const { status, outcome, payment, unread, awaiting } = of
  if (outcome) return { words: endWords[outcome], ours: true }
  if (leadsNowhere(of)) return { words: '这位医生不在线上看病了，请不要付款', ours: true }
  if (payment?.state === 'due') return { words: '问题写好了，还差付款', ours: true }
  if (unread) return { words: `有 ${unread} 条新消息没看`, ours: true }
  if (awaiting === 'resident')
    return { words: status === 'planned' ? '医生想先问清楚，等您回答' : '等您回复医生', ours: true }
  return { words: status === 'planned' ? '等医生接诊，接了会通知您' : '等医生回复，回了会通知您', ours: false }
}

export const recordKindWords: Record<RecordKind, { words: string; icon: IconName }> = {
  diagnosis: { words: '诊断', icon: 'file' },
  prescription: { words: '用药', icon: 'pill' },
  reading: { words: '测量', icon: 'reading' },
  report: { words: '检查报告', icon: 'report' },
}

export const redFlagWords: Record<RedFlag['kind'], string> = {
  chest_pain: '胸痛',
  stroke: '疑似中风',
  bleeding: '出血',
  breathing: '呼吸困难',
  consciousness: '神志不清',
  poisoning: '中毒',
  self_harm: '轻生念头',
  child_fever: '高热',
  pregnancy: '孕期异常',
}

/** What became of an own message: 已发送, 已送达, 已读; null for others' messages and before it is known. */
export const fateOf = (message: ConsultationMessage, side: 'resident' | 'doctor', reached: Reach | null) => {
  if (message.from !== side) return null
  if (message.state === 'held') return '审核中，通过后对方可见'
  if (message.state === 'refused') return '没有通过内容检查，对方看不到'
  const other = reached?.[side === 'resident' ? 'doctor' : 'resident']
  if (!other || message.seq === null) return '已发送'
  if (message.seq <= other.read) return '已读'
  return message.seq <= other.delivered ? '已送达' : '已发送'
}
