/** Every kind of event that the county platform hears of. */
import type { Mapping } from './mapping'

export const mappings: readonly Mapping[] = []
