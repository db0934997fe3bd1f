/** The only place that knows the county platform. */
import type { Registry } from 'prom-client'
import { problem } from 'shared/kernel/errors'
import type { Config } from '../config'
import type { Context } from '../context'
import type { Job } from '../jobs/scheduler'
import type { CountyPlatform } from './connector'

export { relayRoutes } from './routes'

const unavailable = async () => problem('county_platform_unavailable')
export const createCountyPlatform = (_config: Config): CountyPlatform => ({
  findPeople: unavailable,
  openCard: unavailable,
  cardCode: unavailable,
  changeCard: unavailable,
  verifyCard: unavailable,
})
export const relayJobs = (_context: Context): Job[] => []
export const relayMetrics = (_context: Context, _registry: Registry): void => undefined
