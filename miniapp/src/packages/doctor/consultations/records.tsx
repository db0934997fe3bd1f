import { useState } from 'react'
import { Text, View } from '@tarojs/components'
import { type CountyRecord, type RecordKind, recordKinds } from 'shared/consultations/model'
import { doctorConsultations } from '../../../api/doctor-consultations'
import { useLoad } from '../../../api/use-load'
import { WorkPage } from '../../../features/at-work/work-page'
import { recordKindWords } from '../../../features/consultations/words'
import { back, useParams } from '../../../navigation'
import { Button } from '../../../ui/button'
import { ChoiceChips } from '../../../ui/choice-chips'
import { EmptyState, Loading } from '../../../ui/states'
import { dateWords } from '../../../ui/words'
import { useConsultation } from './use-consultation'

const kinds = recordKinds.map(kind => ({ value: kind, words: recordKindWords[kind].words }))
const atATime = 15

interface Found {
  records: readonly CountyRecord[]
  count: number
  more: () => void
}
const FoundRecords = ({ records, count, more }: Found) => (
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
    {records.length > count ? <Button onTap={more}>再看以前的</Button> : null}
  </>
)

/** Nothing that was read before stays on the screen. */
const NotAllowed = ({ again }: { again: () => void }) => (
  <EmptyState
    icon="privacy"
    title="居民没有同意查看县里的病历"
    words="可以请居民打开，或请居民拍照发来。"
    doors={[
      { words: '回去问居民', onTap: back },
      { words: '再试一次', onTap: again },
    ]}
  />
)

/** 县里的病历, as far as the resident allows; each look leaves a trace that the resident can read. */
export default function Records() {
  const { consultationId = '' } = useParams()
  const [kind, setKind] = useState<RecordKind>('diagnosis')
  const [count, setCount] = useState(atATime)
  // Asked again from time to time: it may be taken back while the page is open.
  const consultation = useConsultation(consultationId)
  const loaded = useLoad(['doctor-consultation', consultationId, 'records', kind], () =>
    doctorConsultations.patientRecords({ params: { consultationId }, query: { kind } }),
  )
  const choose = (chosen: RecordKind) => {
    setKind(chosen)
    setCount(atATime)
  }
  const again = () => {
    consultation.again()
    loaded.again()
  }
  if (loaded.problem?.code === 'records_not_allowed' || consultation.data?.allowRecords === false)
    return (
      <WorkPage title="县里的病历" shows={[]}>
        <NotAllowed again={again} />
      </WorkPage>
    )
  return (
    <WorkPage title="县里的病历" lead="您看过什么，居民能查到。" shows={[loaded]}>
      <ChoiceChips choices={kinds} chosen={kind} onChoose={choose} wide />
      <Loading of={loaded}>
        {({ records }) =>
          records.length === 0 ? (
            <EmptyState icon={recordKindWords[kind].icon} title={`县里没有${recordKindWords[kind].words}记录`} />
          ) : (
            <FoundRecords records={records} count={count} more={() => setCount(count + atATime)} />
          )
        }
      </Loading>
    </WorkPage>
  )
}
