/** The only place that knows the county platform. */
import type { Config } from '../config'
import type { CountyPlatform } from './connector'
import { fhirClientOf } from './fhir/client'
import { createFhirPlatform } from './fhir/platform'

export { relayJobs } from './jobs'
export { relayMetrics } from './metrics'
export { relayRoutes } from './routes'

export const createCountyPlatform = (config: Config): CountyPlatform => createFhirPlatform(fhirClientOf(config))
