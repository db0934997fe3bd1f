import { problem } from 'shared/kernel/errors'
import type { Unavailable } from '../connector'
import { Unreachable } from './transport'

/** A platform that is down or answers nonsense is a word to the person who asks, not an error. */
export const orUnavailable = async <T>(work: () => Promise<T>): Promise<T | Unavailable> => {
  try {
    return await work()
  } catch (error) {
    if (error instanceof Unreachable) return problem('county_platform_unavailable')
    throw error
  }
}
