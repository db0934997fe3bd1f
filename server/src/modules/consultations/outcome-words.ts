import type { ConsultationOutcome } from 'shared/consultations/model'

/** How one ended, in words for whoever reads it later. */
export const outcomeWords: Record<ConsultationOutcome, string> = {
  summary: '已写小结',
  clinic: '转去门诊',
  not_accepted: '没有医生接诊',
  declined: '医生没有接诊',
  withdrawn: '已撤回',
  unpaid: '没有付款',
  lapsed: '医生没有答完',
}
