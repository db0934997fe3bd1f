import './doctor-consultations.css'
import { Text, View } from '@tarojs/components'
import type { ShownAttachment } from 'shared/attachments/contract'
import type { DoctorConsultation } from 'shared/consultations/doctor-contract'
import type { CountyRecord } from 'shared/consultations/model'
import { consultationTalk } from '../../../api/consultation-talk'
import { doctorConsultations } from '../../../api/doctor-consultations'
import { useLoad } from '../../../api/use-load'
import { Picture } from '../../../features/consultations/talk-messages'
import { back, replace } from '../../../navigation'
import { ChoiceChips } from '../../../ui/choice-chips'
import { say } from '../../../ui/overlays'
import { Row, Rows } from '../../../ui/rows'
import { EmptyState, Loading } from '../../../ui/states'
import { dateWords } from '../../../ui/words'
import { addresses } from './addresses'
import { type Evidence, chosenPictures, offeredDiagnoses, picturesAtMost, withPicture } from './evidence'
import { sentPictures } from './sent-pictures'

/** What can be kept: the record the resident picked, diagnoses of the county, pictures they sent, with the question or later. */
const useOffers = ({ consultationId, allowRecords, earlier, pictures }: DoctorConsultation) => {
  const params = { consultationId }
  const records = useLoad(
    ['doctor-consultation', consultationId, 'records', 'diagnosis'],
    () => doctorConsultations.patientRecords({ params, query: { kind: 'diagnosis' } }),
    { when: allowRecords },
  )
  const sent = useLoad(
    ['doctor-consultation', consultationId, 'sent-pictures'],
    () => sentPictures(query => consultationTalk.doctorMessages({ params, query })),
    { every: 60_000 },
  )
  const all = [...earlier.pictures, ...pictures, ...(sent.data ?? [])]
  const photos = all.filter((p, i) => all.findIndex(q => q.attachmentId === p.attachmentId) === i)
  const diagnoses = offeredDiagnoses({ allowRecords, picked: earlier.record }, records.data?.records)
  return { records, sent, photos, diagnoses }
}

interface Choosing {
  chosen: Evidence | null
  onChoose: (evidence: Evidence | null) => void
}

const DiagnosisRow = ({ of, chosen, onChoose }: Choosing & { of: CountyRecord }) => {
  const { recordId, title, detail, day, institutionName, unproven } = of
  const note = [detail, day && dateWords(day), institutionName].filter(Boolean).join(' · ')
  if (unproven) return <Row icon="file" title={title} note={`${note}；不能证明以前的诊断`} />
  return (
    <Row
      icon="file"
      chosen={chosen?.by === 'county_record' && chosen.recordId === recordId}
      title={title}
      note={note}
      onTap={() => onChoose({ by: 'county_record', recordId })}
    />
  )
}

const Photos = ({ photos, chosen, onChoose }: Choosing & { photos: readonly ShownAttachment[] }) => {
  const on = chosenPictures(chosen)
  const choose = (attachmentId: string) => {
    if (on.length >= picturesAtMost && !on.includes(attachmentId)) return say(`最多选 ${picturesAtMost} 张`)
    onChoose(withPicture(chosen, attachmentId))
  }
  return (
    <>
      <Text className="group-title">居民发来的照片</Text>
      <Text className="quiet">看清楚是以前的病历再选，可以选几张。</Text>
      <View className="attached">
        {photos.map((photo, i) => (
          <View key={photo.attachmentId} className="offered-picture">
            <Picture attachment={photo} />
            <ChoiceChips
              choices={[{ value: photo.attachmentId, words: `用第 ${i + 1} 张` }]}
              chosen={on}
              onChoose={choose}
            />
          </View>
        ))}
      </View>
    </>
  )
}

/** 用哪份资料: what shows the earlier diagnosis. */
export const EvidenceChoice = ({ of, ...choosing }: Choosing & { of: DoctorConsultation }) => {
  const { records, sent, photos, diagnoses } = useOffers(of)
  const nothing = diagnoses.every(d => d.unproven) && photos.length === 0 && !records.loading && sent.data !== undefined
  return (
    <>
      <Text className="strong">用哪份资料证明以前的诊断？</Text>
      {diagnoses.length ? (
        <Rows title="县里的诊断">
          {diagnoses.map(record => (
            <DiagnosisRow key={record.recordId} of={record} {...choosing} />
          ))}
        </Rows>
      ) : null}
      {photos.length ? <Photos photos={photos} {...choosing} /> : null}
      {of.allowRecords ? (
        <Loading of={records} cards={1}>
          {() => null}
        </Loading>
      ) : null}
      <Loading of={sent} cards={1}>
        {() => null}
      </Loading>
      {nothing ? (
        <EmptyState
          icon="file"
          title="还没有能证明诊断的资料"
          words="可以先问居民要病历照片；没有的话，按规定只能转去门诊。"
          doors={[
            { words: '回去问居民', onTap: back },
            {
              words: '转去门诊',
              onTap: () => replace(addresses.stop, { consultationId: of.consultationId, why: 'no_evidence' }),
            },
          ]}
        />
      ) : null}
    </>
  )
}
