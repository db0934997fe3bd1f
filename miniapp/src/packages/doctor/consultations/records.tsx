import { useState } from 'react'
import { Text, View } from '@tarojs/components'
import { type RecordKind, recordKinds } from 'shared/consultations/model'
import { doctorConsultations } from '../../../api/doctor-consultations'
import { useLoad } from '../../../api/use-load'
import { WorkPage } from '../../../features/at-work/work-page'
import { recordKindWords } from '../../../features/consultations/words'
import { useParams } from '../../../navigation'
import { Button } from '../../../ui/button'
import { ChoiceChips } from '../../../ui/choice-chips'
import { EmptyState, Loading } from '../../../ui/states'
import { dateWords } from '../../../ui/words'

const kinds = recordKinds.map(kind => ({ value: kind, words: recordKindWords[kind].words }))
const atATime = 15

/** 县里的病历, as far as the resident allows; each look leaves a trace that the resident can read. */
export default function Records() {
  const { consultationId = '' } = useParams()
  const [kind, setKind] = useState<RecordKind>('diagnosis')
  const [count, setCount] = useState(atATime)
  const loaded = useLoad(['doctor-consultation', consultationId, 'records', kind], () =>
    doctorConsultations.patientRecords({ params: { consultationId }, query: { kind } }),
  )
  const choose = (chosen: RecordKind) => {
    setKind(chosen)
    setCount(atATime)
  }
  return (
    <WorkPage title="县里的病历" lead="您看过什么，居民能查到。" shows={[loaded]}>
      <ChoiceChips choices={kinds} chosen={kind} onChoose={choose} wide />
      <Loading of={loaded}>
        {({ records }) =>
          records.length === 0 ? (
            <EmptyState icon={recordKindWords[kind].icon} title={`县里没有${recordKindWords[kind].words}记录`} />
          ) : (
            <>
              {records.slice(0, count).map(({ recordId, title, detail, day, institutionName, doctorName }) => (
                <View key={recordId} className="card stack">
                  <View className="line line-apart">
                    <Text className="strong grow">{title}</Text>
                    {day ? <Text className="quiet number">{dateWords(day)}</Text> : null}
                  </View>
                  {detail ? <Text>{detail}</Text> : null}
                  <Text className="quiet small">{[institutionName, doctorName].filter(Boolean).join(' ')}</Text>
                </View>
              ))}
              {records.length > count ? <Button onTap={() => setCount(count + atATime)}>再看以前的</Button> : null}
            </>
          )
        }
      </Loading>
    </WorkPage>
  )
}
