/** The only place that knows the county platform. */
import type { Registry } from 'prom-client'
import type { Config } from '../config'
import type { Context } from '../context'
import type { Job } from '../jobs/scheduler'
import type { CountyPlatform } from './connector'
import { fhirClientOf } from './fhir/client'
import { createFhirPlatform } from './fhir/platform'

export { relayRoutes } from './routes'

export const createCountyPlatform = (config: Config): CountyPlatform => createFhirPlatform(fhirClientOf(config))
export const relayJobs = (_context: Context): Job[] => []
export const relayMetrics = (_context: Context, _registry: Registry): void => undefined
