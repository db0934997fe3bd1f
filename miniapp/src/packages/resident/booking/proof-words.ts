import type { Appointment } from 'shared/appointments/model'
import { whenWords } from '../../../features/appointments/words'
import { deadlineWords } from '../../../ui/words'

/** The proof as text for the family: what, when, where, bring what. The name stays masked: texts get passed on. */
export const proofText = (appointment: Appointment): string => {
  const { session, personName, bring } = appointment
  return [
    `${personName} 的预约：${whenWords(appointment)}`,
    `${session.institutionName} ${session.departmentName} ${session.doctorName}`,
    session.place ? `地点：${session.place}` : '',
    bring.length ? `要带：${bring.join('、')}` : '',
    appointment.can.cancel ? `来不了请在 ${deadlineWords(appointment.cancelUntil)} 前取消` : '',
  ]
    .filter(Boolean)
    .join('\n')
}

/** What happens next, when, and who decides it. */
export const nextSteps = ({ status, session, bring, cancelUntil, can }: Appointment): string[] =>
  [
    status === 'pending' ? `${session.institutionName}会确认这个号，结果在“我的预约”里看，不用守着。` : '',
    `到时候去 ${session.place ?? session.departmentName} 报到，出示电子健康卡。`,
    bring.length ? `带上：${bring.join('、')}。` : '',
    can.cancel ? `来不了，请在 ${deadlineWords(cancelUntil)} 前取消，把号让给别人。` : '',
  ].filter(Boolean)
