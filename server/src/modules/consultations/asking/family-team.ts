/** The person's own family doctors, asked of the county platform: a page must not wait long for the order of a list. */
import { type Problem, isProblem, problem } from 'shared/kernel/errors'
import type { Context } from '../../../context'
import type { CountyPlatform, Unavailable } from '../../../relay/connector'

const patienceMs = 1_500
const knownMs = 10 * 60_000
const knownAtMost = 5_000

interface Known {
  until: number
  doctors: string[]
}
const known = new WeakMap<CountyPlatform, Map<string, Known>>()

const late = (ms: number): Promise<Problem<'county_platform_unavailable'>> =>
  new Promise(resolve => setTimeout(() => resolve(problem('county_platform_unavailable')), ms).unref())

/** Practitioner ids, none without a team; what was said is believed for ten minutes. */
export const familyTeamOf = async (
  { county, clock }: Pick<Context, 'county' | 'clock'>,
  platformId: string,
): Promise<string[] | Unavailable> => {
  const people = known.get(county) ?? new Map<string, Known>()
  known.set(county, people)
  const now = clock.now().getTime()
  const found = people.get(platformId)
  if (found && now < found.until) return found.doctors
  const doctors = await Promise.race([county.familyDoctors(platformId), late(patienceMs)])
  if (isProblem(doctors)) return doctors
  if (people.size >= knownAtMost) people.clear()
  people.set(platformId, { until: now + knownMs, doctors })
  return doctors
}
