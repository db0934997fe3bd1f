import { clinicWhyWords } from 'shared/consultations/clinic-why'
import type { DoctorConsultation, QueueLine } from 'shared/consultations/doctor-contract'

const sexes = { male: '男', female: '女', other: '', unknown: '' } as const

/** 王德福 男 72 岁 */
export const patientWords = ({ personName, sex, age }: Pick<QueueLine, 'personName' | 'sex' | 'age'>): string =>
  [personName, sexes[sex], `${age} 岁`].filter(Boolean).join(' ')

/** 等了 3 小时, 等了 20 分钟, 刚来. */
export const waitedWords = (since: string, now: number): string => {
  const minutes = Math.floor((now - Date.parse(since)) / 60_000)
  if (minutes < 1) return '刚来'
  return minutes < 60 ? `等了 ${minutes} 分钟` : `等了 ${Math.floor(minutes / 60)} 小时`
}

/** 还剩 5 小时自动结束, within which a doctor has to accept. */
export const promiseWords = (before: string, now: number): string => {
  const minutes = Math.ceil((Date.parse(before) - now) / 60_000)
  if (minutes <= 0) return '马上自动结束'
  return minutes < 60 ? `还有 ${minutes} 分钟自动结束` : `还有 ${Math.floor(minutes / 60)} 小时自动结束`
}

/** `words`: on the button; `sentence`: what the doctor may begin with. */
export const whyWords: Record<NonNullable<DoctorConsultation['toClinic']>['why'], { words: string; sentence: string }> =
  {
    first_visit: {
      words: clinicWhyWords.first_visit,
      sentence: '这个病是第一次看，按规定要到医院当面检查后才能诊断。',
    },
    changed_condition: { words: clinicWhyWords.changed_condition, sentence: '病情和以前不一样了，需要当面检查。' },
    no_evidence: { words: clinicWhyWords.no_evidence, sentence: '没有能证明以前诊断的病历，按规定不能在线上看。' },
    unsuitable: { words: clinicWhyWords.unsuitable, sentence: '这个情况线上看不清楚，需要当面检查。' },
    emergency: { words: clinicWhyWords.emergency, sentence: '这可能是急症，请马上打 120 或到最近的医院急诊。' },
  }
