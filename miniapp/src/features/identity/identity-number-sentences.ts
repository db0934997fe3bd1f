import { identityNumberProblem } from 'shared/identity/identity-number'

const problemWords = {
  shape: '前 17 位都是数字，最后一位是数字或 X，请再看一遍。',
  check: '这个号码对不上，多半是有一位看错了。请对照身份证，一位一位再看一遍。',
  birth_date: '第 7 到 14 位是出生年月日，这里填的不是一个日子，请再看一遍。',
} as const

/** Spaces of a pasted number and the small x are not mistakes. */
export const tidyIdentityNumber = (typed: string): string => typed.replace(/\s/g, '').toUpperCase()

/** What is wrong in one sentence, or null. A number that is still being typed is not wrong yet. */
export const identityNumberError = (number: string, finished: boolean): string | null => {
  if (number.length > 18) return `身份证号有 18 位，这里多了 ${number.length - 18} 位。`
  if (number.length < 18) return finished ? `身份证号有 18 位，还差 ${18 - number.length} 位。` : null
  const problem = identityNumberProblem(number)
  return problem ? problemWords[problem] : null
}
