import type { ConsultationOutcome, ConsultationStatus } from 'shared/consultations/model'
import { standing } from '../../../features/consultations/words'

interface Supervised {
  status: ConsultationStatus
  outcome: ConsultationOutcome | null
  acceptBefore: string | null
}

/** How it stands for whoever supervises: what is not paid for waits for the resident, not for a doctor. */
export const standingOf = ({ status, outcome, acceptBefore }: Supervised) =>
  status === 'planned' && acceptBefore === null
    ? { words: '等居民付款', tone: 'waiting' as const }
    : standing({ status, outcome })
