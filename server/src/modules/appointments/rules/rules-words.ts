/** What changed in an institution's rules, in words an administrator reads. */
import type { AppointmentRules } from 'shared/appointments/rules-contract'

const words: Record<keyof AppointmentRules, string> = {
  horizonDays: '提前放号天数',
  releaseAt: '每天放号时间',
  reservedReturnDaysBefore: '预留号提前几天回到公开号池',
  reservedReturnAt: '预留号回到公开号池的时间',
  perDepartmentPerDay: '每人每天每科室限约数',
  perPhonePerMonth: '每个手机号每月限约数',
  cancelMinutesBeforeOrdinary: '普通号最晚取消（就诊前分钟）',
  cancelMinutesBeforeExpert: '专家号最晚取消（就诊前分钟）',
  confirmByClinic: '预约需诊所确认',
  checkInDaysBefore: '可以提前几天报到',
  lateMinutes: '迟到多少分钟内算到诊',
  noShowLimit: '爽约几次暂停预约',
  noShowWithinDays: '爽约统计天数',
  noShowBlockDays: '暂停预约天数',
  offerHours: '候补号保留小时',
  followUpDays: '复诊号有效天数（含当天）',
  bring: '就诊要带的东西',
}

const shown = (value: AppointmentRules[keyof AppointmentRules]): string => {
  if (Array.isArray(value)) return value.join('、') || '（无）'
  if (typeof value === 'boolean') return value ? '是' : '否'
  return String(value)
}

/** One sentence per changed rule; empty when nothing changed. */
export const describeChanges = (before: AppointmentRules, after: AppointmentRules): string[] =>
  (Object.keys(words) as (keyof AppointmentRules)[])
    .filter(rule => shown(before[rule]) !== shown(after[rule]))
    .map(rule => `${words[rule]}：${shown(before[rule])} → ${shown(after[rule])}`)
