/** The rows at the head of an export that say who asked for whom, and where it went. */
import { clinicWhyWords } from 'shared/consultations/clinic-why'
import { sexWords } from 'shared/identity/sex-words'
import type { Whole } from './whole-consultation'

const yesOrNo = (is: boolean): string => (is ? '是' : '否')
type Row = readonly [string, string | null]

export const patientRows = ({ consultation, circumstances }: Whole): Row[] => {
  const { sex, age, askedBy, guardianPresent } = circumstances
  return [
    ['性别', sexWords[sex]],
    ['提问时年龄', `${age} 岁`],
    ['谁在问', askedBy],
    ['家长在场', guardianPresent === null ? null : yesOrNo(guardianPresent)],
    ['允许医生看县里的病历', yesOrNo(consultation.allowRecords)],
  ]
}

/** Handed to a colleague, and sent to a clinic. */
export const movedRows = ({ consultation, circumstances }: Whole): Row[] => {
  const { transferredBy, clinicPlace } = circumstances
  const why = consultation.clinicWhy as keyof typeof clinicWhyWords | null
  return [
    ['原来的医生', transferredBy && transferredBy.name],
    ['转交的原因', transferredBy && transferredBy.words],
    ['为什么转去门诊', why && clinicWhyWords[why]],
    ['转去哪里', why && (clinicPlace ?? '没有指定科室')],
    ['替居民约的号', consultation.clinicAppointmentId],
  ]
}
