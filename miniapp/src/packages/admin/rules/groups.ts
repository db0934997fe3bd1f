import type { AppointmentRules } from 'shared/appointments/rules-contract'
import { moneyWords } from '../../../ui/words'
import type { TitleFee } from './title-fees'

export type Rule = keyof AppointmentRules
type Kind<R extends Rule> = AppointmentRules[R] extends number
  ? 'number'
  : AppointmentRules[R] extends boolean
    ? 'choice'
    : AppointmentRules[R] extends readonly string[]
      ? 'list'
      : AppointmentRules[R] extends readonly TitleFee[]
        ? 'fees'
        : AppointmentRules[R] extends string
          ? 'time'
          : 'optional'

interface RuleOf<R extends Rule> {
  rule: R
  kind: Kind<R>
  /** The question, as it is put to the administrator. */
  ask: string
  unit?: string
}
export type RuleField = { [R in Rule]: RuleOf<R> }[Rule]
export interface RuleGroup {
  id: string
  title: string
  lead: string
  fields: readonly RuleField[]
}

/** The rules in plain words, a few that belong together a screen. */
export const groups: readonly RuleGroup[] = [
  {
    id: 'release',
    title: '什么时候放号',
    lead: '居民最早能约到哪一天，新一天的号几点放出来。',
    fields: [
      { rule: 'horizonDays', kind: 'number', ask: '提前几天放号', unit: '天' },
      { rule: 'releaseAt', kind: 'time', ask: '每天几点放号' },
    ],
  },
  {
    id: 'reserved',
    title: '预留号',
    lead: '留给签约居民和转诊病人的号，没用完的要还给大家约。',
    fields: [
      { rule: 'reservedReturnDaysBefore', kind: 'number', ask: '就诊前几天还给大家（0 是当天）', unit: '天' },
      { rule: 'reservedReturnAt', kind: 'time', ask: '那天几点还' },
    ],
  },
  {
    id: 'limits',
    title: '一个人能约几个',
    lead: '防着有人占号，又不耽误真要看病的。',
    fields: [
      { rule: 'perDepartmentPerDay', kind: 'number', ask: '同一个人、同一天、同一个科室', unit: '个' },
      { rule: 'perPhonePerMonth', kind: 'number', ask: '同一个手机号、一个月', unit: '次' },
    ],
  },
  {
    id: 'cancel',
    title: '最晚什么时候能取消',
    lead: '在这之前取消不算爽约，号还能给别人。',
    fields: [
      { rule: 'cancelMinutesBeforeOrdinary', kind: 'number', ask: '普通号：就诊前', unit: '分钟' },
      { rule: 'cancelMinutesBeforeExpert', kind: 'number', ask: '专家号：就诊前', unit: '分钟' },
    ],
  },
  {
    id: 'confirm',
    title: '要不要门诊确认',
    lead: '要确认的话，居民约了先是“等医院确认”，门诊点了才算数。',
    fields: [{ rule: 'confirmByClinic', kind: 'choice', ask: '约了以后' }],
  },
  {
    id: 'no-show',
    title: '约了不来怎么办',
    lead: '次数多了，过一阵子才能再用手机约。居民可以申诉，门诊可以解除。',
    fields: [
      { rule: 'checkInDaysBefore', kind: 'number', ask: '来早了，提前几天也能报到（0 是只能当天）', unit: '天' },
      { rule: 'lateMinutes', kind: 'number', ask: '迟到多久以内还算来了', unit: '分钟' },
      { rule: 'noShowByDayEnd', kind: 'choice', ask: '当天没报到的' },
      { rule: 'noShowWithinDays', kind: 'number', ask: '看最近多少天', unit: '天' },
      { rule: 'noShowLimit', kind: 'number', ask: '几次不来就限制', unit: '次' },
      { rule: 'noShowBlockDays', kind: 'number', ask: '限制多少天', unit: '天' },
    ],
  },
  {
    id: 'later',
    title: '候补和复诊',
    lead: '候补的号给人留多久，看完病几天内可以免费复诊一次。',
    fields: [
      { rule: 'offerHours', kind: 'number', ask: '候补的号留多久', unit: '小时' },
      { rule: 'followUpDays', kind: 'number', ask: '免费复诊，含看病当天', unit: '天' },
    ],
  },
  {
    id: 'fee',
    title: '挂号费',
    lead: '在哪儿付，谁免收。县平台给了价的号，照县平台的价。',
    fields: [
      { rule: 'payOnline', kind: 'choice', ask: '挂号费怎么付' },
      { rule: 'payMinutes', kind: 'number', ask: '手机上付的，号给人留多久', unit: '分钟' },
      { rule: 'titleFees', kind: 'fees', ask: '县平台没给价的号，按职称收' },
      { rule: 'exemptFromAge', kind: 'optional', ask: '多大年纪起免收（空着就是不免）', unit: '岁' },
      { rule: 'exemptBelowAge', kind: 'optional', ask: '不满多少岁免收（空着就是不免）', unit: '岁' },
    ],
  },
  {
    id: 'bring',
    title: '来看病要带什么',
    lead: '写在居民的预约凭证上。一行一样，最多 8 样。',
    fields: [{ rule: 'bring', kind: 'list', ask: '要带的东西' }],
  },
]

type Choice = { [R in Rule]: AppointmentRules[R] extends boolean ? R : never }[Rule]
/** What yes and no mean, by rule. */
export const choices: Record<
  Choice,
  readonly [yes: { value: 'yes'; words: string }, no: { value: 'no'; words: string }]
> = {
  confirmByClinic: [
    { value: 'yes', words: '门诊确认了才算' },
    { value: 'no', words: '约上就算' },
  ],
  noShowByDayEnd: [
    { value: 'yes', words: '第二天自动记没来' },
    { value: 'no', words: '门诊记了才算' },
  ],
  payOnline: [
    { value: 'yes', words: '约的时候手机上付' },
    { value: 'no', words: '到窗口付' },
  ],
}

const longMinutes = (minutes: number): string =>
  minutes >= 120 && minutes % 60 === 0 ? `（${minutes / 60} 小时）` : ''

const listed = (value: readonly (string | TitleFee)[]): string[] =>
  value.map(item => (typeof item === 'string' ? item : `${item.title} ${moneyWords(item.fee)}`))

/** A rule's value as it stands: `14 天`, `08:00`, `约上就算`, `主任医师 ¥15.00`. */
export const shownRule = ({ rule, kind, unit }: RuleField, rules: AppointmentRules): string => {
  const value = rules[rule]
  if (value === null) return '不免'
  if (typeof value === 'number') return `${value} ${unit ?? ''}${unit === '分钟' ? longMinutes(value) : ''}`
  if (typeof value === 'boolean') return choices[rule as Choice][value ? 0 : 1].words
  if (typeof value === 'string') return value
  return listed(value).join('、') || (kind === 'fees' ? '不收' : '不用带')
}
