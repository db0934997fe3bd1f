import { useState } from 'react'
import { Text } from '@tarojs/components'
import type { DoctorConsultation } from 'shared/consultations/doctor-contract'
import { doctorConsultations } from '../../../api/doctor-consultations'
import { useLoad } from '../../../api/use-load'
import { useWorkAct } from '../../../features/at-work/use-second-factor'
import { WorkPage } from '../../../features/at-work/work-page'
import { back, go, replace, useParams } from '../../../navigation'
import { routes } from '../../../routes'
import { Button } from '../../../ui/button'
import { ChoiceChips } from '../../../ui/choice-chips'
import { say } from '../../../ui/overlays'
import { Row, Rows } from '../../../ui/rows'
import { EmptyState, Loading, Refusal } from '../../../ui/states'
import { dateWords } from '../../../ui/words'
import { addresses } from './addresses'
import { FoundConsultation } from './found-consultation'
import { changedBy, useConsultation } from './use-consultation'

type Assessment = 'follow_up' | 'first_visit' | 'changed_condition'
type Evidence = { by: 'county_record'; recordId: string } | { by: 'pictures'; attachmentIds: string[] }

const assessments = [
  { value: 'follow_up', words: '是复诊，病情稳定' },
  { value: 'first_visit', words: '其实是首诊' },
  { value: 'changed_condition', words: '病情有变化' },
] as const

const same = (a: Evidence | null, b: Evidence): boolean => JSON.stringify(a) === JSON.stringify(b)

/** What can be kept: the record the resident picked, pictures they sent, diagnoses of the county. */
const useOffers = (of: DoctorConsultation) => {
  const { consultationId, allowRecords, earlier, pictures } = of
  const records = useLoad(
    ['doctor-consultation', consultationId, 'records', 'diagnosis'],
    () => doctorConsultations.patientRecords({ params: { consultationId }, query: { kind: 'diagnosis' } }),
    { when: allowRecords },
  )
  const photos = [...earlier.pictures, ...pictures].map(p => p.attachmentId)
  const picked = earlier.record
  const others = (records.data?.records ?? []).filter(r => r.recordId !== picked?.recordId)
  return { records, photos, all: picked ? [picked, ...others] : others }
}

const EvidenceChoice = ({
  of,
  chosen,
  onChoose,
}: {
  of: DoctorConsultation
  chosen: Evidence | null
  onChoose: (evidence: Evidence) => void
}) => {
  const { records, photos, all } = useOffers(of)
  const photo: Evidence = { by: 'pictures', attachmentIds: photos.slice(0, 9) }
  return (
    <>
      <Rows title="用哪份资料证明以前的诊断？">
        {all.map(({ recordId, title, day, institutionName }) => {
          const offer: Evidence = { by: 'county_record', recordId }
          return (
            <Row
              key={recordId}
              icon="file"
              chosen={same(chosen, offer)}
              title={title}
              note={[day && dateWords(day), institutionName].filter(Boolean).join(' · ')}
              onTap={() => onChoose(offer)}
            />
          )
        })}
        {photos.length ? (
          <Row
            icon="picture"
            chosen={same(chosen, photo)}
            title={`居民发来的照片 ${photos.length} 张`}
            note="看清楚是以前的病历再选"
            onTap={() => onChoose(photo)}
          />
        ) : null}
      </Rows>
      {of.allowRecords ? (
        <Loading of={records} cards={1}>
          {() => null}
        </Loading>
      ) : null}
      {all.length + photos.length === 0 && !records.loading ? (
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

const Accept = ({ of }: { of: DoctorConsultation }) => {
  const { consultationId } = of
  const [assessment, setAssessment] = useState<Assessment | null>(null)
  const [evidence, setEvidence] = useState<Evidence | null>(null)
  const { act, busy, problem } = useWorkAct(
    'consultation-accept',
    (body: { assessment: Assessment; evidence: Evidence | null }, idempotencyKey) =>
      doctorConsultations.accept({ params: { consultationId }, body, idempotencyKey }),
    {
      changes: changedBy(consultationId),
      done: () => {
        say('已接诊，请回复居民')
        replace(routes.doctorConsultation, { consultationId })
      },
    },
  )
  const stops = assessment === 'first_visit' || assessment === 'changed_condition'
  const accept = () => {
    if (!assessment) return say('请先选是不是复诊')
    if (!evidence) return say('请选一份证明以前诊断的资料')
    void act({ assessment, evidence })
  }
  return (
    <WorkPage
      title="能按复诊接吗？"
      lead="互联网诊疗只能看复诊，要留存以前的诊断资料。查过县里的病历，居民能看到。"
      shows={[]}
      foot={
        stops ? (
          <Button kind="main" icon="hospital" onTap={() => go(addresses.stop, { consultationId, why: assessment })}>
            转去门诊
          </Button>
        ) : (
          <>
            <Refusal problem={problem} />
            <Button kind="main" icon="check" busy={busy} onTap={accept}>
              接诊
            </Button>
          </>
        )
      }
    >
      <ChoiceChips choices={assessments} chosen={assessment} onChoose={setAssessment} />
      {stops ? <Text>按规定要马上停止，请居民到医院看。下一步可以当场替他挂号。</Text> : null}
      {assessment === 'follow_up' ? <EvidenceChoice of={of} chosen={evidence} onChoose={setEvidence} /> : null}
    </WorkPage>
  )
}

/** 接诊: is it a follow-up visit, and what shows it. */
export default function AcceptPage() {
  const { consultationId = '' } = useParams()
  const loaded = useConsultation(consultationId)
  if (loaded.data) return <Accept of={loaded.data} />
  return (
    <WorkPage title="接诊" shows={[loaded]}>
      <FoundConsultation of={loaded}>{() => null}</FoundConsultation>
    </WorkPage>
  )
}
