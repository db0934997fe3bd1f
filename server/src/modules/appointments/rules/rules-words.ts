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
  noShowByDayEnd: '当天没报到的第二天自动记为未到',
  noShowLimit: '爽约几次暂停预约',
  noShowWithinDays: '爽约统计天数',
  noShowBlockDays: '暂停预约天数',
  offerHours: '候补号保留小时',
  followUpDays: '复诊号有效天数（含当天）',
  payOnline: '挂号费在手机上付',
  payMinutes: '付款保留号的分钟数',
  titleFees: '按职称的挂号费（平台没给费用时）',
  exemptFromAge: '多少岁以上免挂号费',
  exemptBelowAge: '多少岁以下免挂号费',
  bring: '就诊要带的东西',
}

const shown = (value: AppointmentRules[keyof AppointmentRules]): string => {
  if (value === null) return '（无）'
  if (Array.isArray(value))
    return value.map(v => (typeof v === 'string' ? v : `${v.title} ${v.fee / 100} 元`)).join('、') || '（无）'
  if (typeof value === 'boolean') return value ? '是' : '否'
  return String(value)
}

/** One sentence per changed rule; empty when nothing changed. */
export const describeChanges = (before: AppointmentRules, after: AppointmentRules): string[] =>
  (Object.keys(words) as (keyof AppointmentRules)[])
    .filter(rule => shown(before[rule]) !== shown(after[rule]))
    .map(rule => `${words[rule]}：${shown(before[rule])} → ${shown(after[rule])}`)
