/** What changed in an institution's rules for online consultation, in words an administrator reads. */
import type { ConsultationRules } from 'shared/consultations/admin-contract'

const words: Record<keyof ConsultationRules, string> = {
  open: '开放在线问诊',
  fee: '问诊费',
  payMinutes: '付款保留的分钟数',
  acceptHours: '多少小时没人接诊就结束并退款',
  lapseHours: '接诊后医生多少小时没说话就结束并退款',
  dailyCap: '每位医生每天最多接几个',
  refundWhenStopped: '转去门诊时退款',
  ratingDays: '结束后几天内可以评价',
}

const shown = (rule: keyof ConsultationRules, value: ConsultationRules[keyof ConsultationRules]): string => {
  if (typeof value === 'boolean') return value ? '是' : '否'
  if (rule !== 'fee') return String(value)
  return value === null ? '同普通门诊' : `${value / 100} 元`
}

/** One sentence per changed rule; empty when nothing changed. */
export const describeChanges = (before: ConsultationRules, after: ConsultationRules): string[] =>
  (Object.keys(words) as (keyof ConsultationRules)[])
    .filter(rule => before[rule] !== after[rule])
    .map(rule => `${words[rule]}：${shown(rule, before[rule])} → ${shown(rule, after[rule])}`)
