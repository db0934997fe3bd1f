/** An institution's rules for online consultation as they are typed, and what is wrong with them by the contract's bounds. */
import { safeParse } from 'zod/mini'
import { ConsultationRules } from 'shared/consultations/admin-contract'
import { fenOf } from '../../../ui/words'

export type Typed = Record<keyof ConsultationRules, string>
type NumberRule = 'payMinutes' | 'acceptHours' | 'lapseHours' | 'dailyCap' | 'ratingDays'

export const numberFields: readonly { rule: NumberRule; ask: string; unit: string }[] = [
  { rule: 'acceptHours', ask: '多久没有医生接诊就结束并退款', unit: '小时' },
  { rule: 'lapseHours', ask: '接诊后医生多久没说话就结束并退款', unit: '小时' },
  { rule: 'dailyCap', ask: '每位医生每天最多接几个', unit: '个' },
  { rule: 'payMinutes', ask: '提问后多久要付款', unit: '分钟' },
  { rule: 'ratingDays', ask: '结束后多久可以评价', unit: '天' },
]

export const typedOf = (rules: ConsultationRules): Typed => ({
  open: rules.open ? 'yes' : 'no',
  fee: rules.fee === null ? '' : (rules.fee / 100).toFixed(2),
  payMinutes: String(rules.payMinutes),
  acceptHours: String(rules.acceptHours),
  lapseHours: String(rules.lapseHours),
  dailyCap: String(rules.dailyCap),
  refundWhenStopped: rules.refundWhenStopped ? 'yes' : 'no',
  ratingDays: String(rules.ratingDays),
})

const numberOf = (typed: string): number => (/^\s*\d+\s*$/.test(typed) ? Number(typed) : Number.NaN)

/** The rules, or by field one sentence of what is wrong. */
export const edited = (typed: Typed): { rules: ConsultationRules } | { wrong: Partial<Typed> } => {
  const parsed = safeParse(ConsultationRules, {
    open: typed.open === 'yes',
    fee: typed.fee.trim() === '' ? null : fenOf(typed.fee),
    refundWhenStopped: typed.refundWhenStopped === 'yes',
    ...Object.fromEntries(numberFields.map(({ rule }) => [rule, numberOf(typed[rule])])),
  })
  if (parsed.success) return { rules: parsed.data }
  const wrong: Partial<Typed> = {}
  for (const issue of parsed.error.issues) {
    const rule = issue.path[0] as keyof Typed
    if (rule === 'fee') wrong.fee ??= '金额这样写：15 或 15.00，最多 10000。'
    else if (issue.code === 'too_small') wrong[rule] ??= `最少 ${issue.minimum}。`
    else if (issue.code === 'too_big') wrong[rule] ??= `最多 ${issue.maximum}。`
    else wrong[rule] ??= '请填一个整数。'
  }
  return { wrong }
}
