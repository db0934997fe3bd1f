import { useState } from 'react'
import { Text } from '@tarojs/components'
import type { DoctorConsultation } from 'shared/consultations/doctor-contract'
import { doctorConsultations } from '../../../api/doctor-consultations'
import { noLongerTrue } from '../../../api/query-client'
import { useWorkAct } from '../../../features/at-work/use-second-factor'
import { WorkPage } from '../../../features/at-work/work-page'
import { go, replace, useParams } from '../../../navigation'
import { routes } from '../../../routes'
import { Button } from '../../../ui/button'
import { ChoiceChips } from '../../../ui/choice-chips'
import { say } from '../../../ui/overlays'
import { Refusal } from '../../../ui/states'
import { addresses } from './addresses'
import type { Evidence } from './evidence'
import { EvidenceChoice } from './evidence-choice'
import { FoundConsultation } from './found-consultation'
import { changedBy, useConsultation } from './use-consultation'

type Assessment = 'follow_up' | 'first_visit' | 'changed_condition'

/** What the doctor confirms by the first: 部分常见病、慢性病复诊, nothing else may be online (互联网诊疗管理办法(试行) art. 16). */
const assessments = [
  { value: 'follow_up', words: '是常见病、慢性病的复诊，病情稳定' },
  { value: 'first_visit', words: '其实是首诊' },
  { value: 'changed_condition', words: '病情有变化' },
] as const

/** Judged by the doctor before: nothing is left but the clinic. */
const OnlyClinic = ({ of: { consultationId, mustStop } }: { of: DoctorConsultation }) => (
  <WorkPage
    title="要转去门诊"
    lead={`您判断${mustStop === 'first_visit' ? '这是首诊' : '病情有变化'}，按规定不能在线上继续。`}
    shows={[]}
    foot={
      <Button kind="main" icon="hospital" onTap={() => go(addresses.stop, { consultationId })}>
        转去门诊
      </Button>
    }
  >
    <Text>请告诉居民到医院看。下一步可以当场替他挂号。</Text>
  </WorkPage>
)

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
      refused: ({ code }) => {
        if (code !== 'stop_required') return false
        for (const key of changedBy(consultationId)) void noLongerTrue(key)
        go(addresses.stop, { consultationId, ...(assessment && { why: assessment }) })
        return true
      },
    },
  )
  const stops = assessment === 'first_visit' || assessment === 'changed_condition'
  const accept = () => {
    if (!assessment) return say('请先选是不是复诊')
    if (!stops && !evidence) return say('请选一份证明以前诊断的资料')
    void act({ assessment, evidence: stops ? null : evidence })
  }
  return (
    <WorkPage
      title="能按复诊接吗？"
      lead="互联网诊疗只能看复诊，要留存以前的诊断资料。查过县里的病历，居民能看到。"
      shows={[]}
      foot={
        <>
          <Refusal problem={problem} />
          <Button kind="main" icon={stops ? 'hospital' : 'check'} busy={busy} onTap={accept}>
            {stops ? '转去门诊' : '接诊'}
          </Button>
        </>
      }
    >
      <ChoiceChips choices={assessments} chosen={assessment} onChoose={setAssessment} />
      {stops ? (
        <Text>
          按规定要马上停止，请居民到医院看。点了“转去门诊”就记下这个判断，不能再按复诊接；下一步可以当场替他挂号。
        </Text>
      ) : null}
      {assessment === 'follow_up' ? <EvidenceChoice of={of} chosen={evidence} onChoose={setEvidence} /> : null}
    </WorkPage>
  )
}

/** 接诊: is it a follow-up visit, and what shows it. */
export default function AcceptPage() {
  const { consultationId = '' } = useParams()
  const loaded = useConsultation(consultationId)
  if (loaded.data) return loaded.data.mustStop ? <OnlyClinic of={loaded.data} /> : <Accept of={loaded.data} />
  return (
    <WorkPage title="接诊" shows={[loaded]}>
      <FoundConsultation of={loaded}>{() => null}</FoundConsultation>
    </WorkPage>
  )
}
