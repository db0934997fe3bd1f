/** The platform's nudge: it proves itself by the secret of our Subscription and carries no data, so a forged one could only make us look. */
import { timingSafeEqual } from 'node:crypto'
import { type Problem, problem } from 'shared/kernel/errors'
import type { Context } from '../context'
import { syncNow } from './sync'

const same = (given: string, wanted: string): boolean => {
  const [a, b] = [Buffer.from(given), Buffer.from(wanted)]
  return a.length === b.length && timingSafeEqual(a, b)
}

/** Answers at once; the pull goes on behind it. */
export const takeNudge = (context: Context, authorization: string): undefined | Problem<'forbidden'> => {
  const secret = context.config.COUNTY_HOOK_SECRET
  if (!secret || !same(authorization, `Bearer ${secret}`)) return problem('forbidden')
  syncNow(context).catch(error => context.log.error({ err: error }, 'a nudged pull failed'))
  return undefined
}
