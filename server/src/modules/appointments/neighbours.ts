/**
 * What appointments need of modules that build on them. app.ts hands it in: importing them here would make a circle.
 */
import type { ConsultationLine } from 'shared/consultations/contract'
import type { Acting } from './actor'

/** The consultation that the first page shows, of those people; null: none. */
export type ConsultationOf = (
  asking: Pick<Acting, 'session' | 'requestId' | 'now' | 'today'>,
  people: readonly string[],
) => Promise<ConsultationLine | null>
