import { excludedDrugIn } from 'shared/consultations/excluded-drugs'

/**
 * Said while the doctor writes of such a drug (互联网诊疗管理办法(试行) art. 20). It may be sent: whoever asks what somebody
 * takes names it too. Only the record is refused.
 */
export const drugNotice = (text: string): string | null =>
  excludedDrugIn(text) ? '麻醉和精神药品不能在网上开。要用这类药，请转去门诊。' : null
