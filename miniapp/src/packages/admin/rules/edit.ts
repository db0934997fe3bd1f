import { safeParse, type core } from 'zod/mini'
import { AppointmentRules } from 'shared/appointments/rules-contract'
import type { Rule, RuleField } from './groups'
import { feesOf, typedFees } from './title-fees'

/** What is in the fields, as text. */
export type Typed = Partial<Record<Rule, string>>

export const typedOf = (fields: readonly RuleField[], rules: AppointmentRules): Typed =>
  Object.fromEntries(
    fields.map(({ rule, kind }) => {
      const value = rules[rule]
      if (kind === 'fees') return [rule, typedFees(rules[rule])]
      if (value === null) return [rule, '']
      if (typeof value === 'boolean') return [rule, value ? 'yes' : 'no']
      return [rule, Array.isArray(value) ? value.join('\n') : String(value)]
    }),
  )

const valueOf = ({ kind }: RuleField, typed: string): unknown => {
  if (kind === 'choice') return typed === 'yes'
  if (kind === 'fees') return feesOf(typed)
  if (kind === 'optional' && typed.trim() === '') return null
  if (kind === 'number' || kind === 'optional') return /^\s*\d+\s*$/.test(typed) ? Number(typed) : Number.NaN
  // A clock time may be typed with the colon of a Chinese keyboard, or without the leading zero.
  if (kind === 'time')
    return typed
      .trim()
      .replace('：', ':')
      .replace(/^(\d):/, '0$1:')
  return typed
    .split('\n')
    .map(line => line.trim())
    .filter(Boolean)
}

const sentence = (issue: core.$ZodIssue, { kind }: RuleField): string => {
  if (kind === 'time') return issue.code === 'custom' ? `${issue.message}。` : '时间这样写：08:00。'
  if (kind === 'list') return issue.path.length > 1 ? '每样最多 40 个字。' : '最多 8 样。'
  if (kind === 'fees') return issue.path.length > 1 ? '每行都要写职称和金额，比如：主任医师，15。' : '最多 20 种。'
  if (issue.code === 'too_small') return `最少 ${issue.minimum}。`
  return issue.code === 'too_big' ? `最多 ${issue.maximum}。` : '请填一个整数。'
}

/** The institution's rules with what was typed, or what is wrong with each field, by the contract's own bounds. */
export const edited = (
  rules: AppointmentRules,
  fields: readonly RuleField[],
  typed: Typed,
): { rules: AppointmentRules } | { wrong: Partial<Record<Rule, string>> } => {
  const values = Object.fromEntries(fields.map(field => [field.rule, valueOf(field, typed[field.rule] ?? '')]))
  const parsed = safeParse(AppointmentRules, { ...rules, ...values })
  if (parsed.success) return { rules: parsed.data }
  const wrong: Partial<Record<Rule, string>> = {}
  for (const issue of parsed.error.issues) {
    const field = fields.find(({ rule }) => rule === issue.path[0])
    if (field) wrong[field.rule] ??= sentence(issue, field)
  }
  return { wrong }
}
