/** The only place that knows the county platform. */
import type { Clock } from '../clock'
import type { Config } from '../config'
import type { CountyPlatform } from './connector'
import { fhirClientOf } from './fhir/client'
import { createFhirPlatform } from './fhir/platform'
import { createFhirRecords } from './fhir/records'

export { relayJobs } from './jobs'
export { relayMetrics } from './metrics'
export { relayRoutes } from './routes'

export const createCountyPlatform = (config: Config, clock: Clock): CountyPlatform => {
  const client = fhirClientOf(config)
  return { ...createFhirPlatform(client), ...createFhirRecords(client, config, clock) }
}
