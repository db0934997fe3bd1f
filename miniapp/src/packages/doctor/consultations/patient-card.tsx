import './doctor-consultations.css'
import { Text, View } from '@tarojs/components'
import type { DoctorConsultation } from 'shared/consultations/doctor-contract'
import type { CountyRecord } from 'shared/consultations/model'
import { Answers } from '../../../features/consultations/answers'
import { Attached } from '../../../features/consultations/attached'
import { standing } from '../../../features/consultations/words'
import { Facts } from '../../../ui/card'
import { StateTag } from '../../../ui/state-tag'
import { dateWords, instantWords } from '../../../ui/words'
import { RedFlags } from './red-flags'
import { patientWords } from './words'

const recordWords = (record: CountyRecord): string =>
  [record.title, record.detail, record.day && dateWords(record.day), record.institutionName].filter(Boolean).join(' · ')

const earlierWords = ({ earlier: { by, record, pictures } }: DoctorConsultation): string => {
  if (record) return recordWords(record)
  return by === 'pictures' ? `居民拍的病历 ${pictures.length} 张` : '请您到县里的病历查'
}
const evidenceWords = ({ evidence }: DoctorConsultation): string | null => {
  if (!evidence) return null
  return evidence.record ? recordWords(evidence.record) : `病历照片 ${evidence.pictures.length} 张`
}

/** Who asks what, and with which papers. */
export const PatientCard = ({ of }: { of: DoctorConsultation }) => (
  <View className="card stack">
    <View className="line line-apart">
      <Text className="big grow">{patientWords(of)}</Text>
      <StateTag {...standing(of)} />
    </View>
    <RedFlags all={of.redFlags} />
    <Text className="said">{of.reason}</Text>
    <Attached sounds={of.sounds} pictures={[...of.pictures, ...of.earlier.pictures]} />
    <Facts
      facts={[
        ['以前诊断', earlierWords(of)],
        ['留存病历', evidenceWords(of)],
        ['谁在问', `${of.askedBy}${of.guardianPresent ? '，家长在场' : ''}`],
        ['提问', instantWords(of.askedAt)],
        ['转来', of.transferredBy && `${of.transferredBy.name}医生：${of.transferredBy.words}`],
      ]}
    />
    <Answers answers={of.answers} />
  </View>
)
