import { useState } from 'react'
import { Text } from '@tarojs/components'
import type { DoctorConsultation } from 'shared/consultations/doctor-contract'
import { consultationRecord } from '../../../api/consultation-record'
import { queryClient } from '../../../api/query-client'
import { useDraft } from '../../../api/use-draft'
import { useWorkAct } from '../../../features/at-work/use-second-factor'
import { WorkPage } from '../../../features/at-work/work-page'
import { SummaryView } from '../../../features/consultations/summary-view'
import { StepPage } from '../../../features/forms/step-page'
import { Tick } from '../../../features/forms/tick'
import { go, replace, useParams } from '../../../navigation'
import { routes } from '../../../routes'
import { Button } from '../../../ui/button'
import { Field } from '../../../ui/field'
import { say } from '../../../ui/overlays'
import { dayOf } from '../../../ui/words'
import { addresses } from './addresses'
import { AdviceFields, RecordFields } from './finish-steps'
import { FoundConsultation } from './found-consultation'
import {
  blankSummary,
  codeProblem,
  draftOf,
  fieldsOf,
  followUpProblem,
  missingIn,
  type SummaryDraft,
} from './summary-draft'
import { changedBy, consultationKey, useConsultation } from './use-consultation'

type Signed = NonNullable<DoctorConsultation['summary']>

/** Signs the first version, or the one that amends it. */
const useSign = (of: DoctorConsultation, amends: Signed | null, done: () => void) => {
  const { consultationId } = of
  const params = { consultationId }
  return useWorkAct(
    amends ? 'consultation-amend' : 'consultation-finish',
    ({ draft, passcode }: { draft: SummaryDraft; passcode: string }, idempotencyKey) =>
      amends
        ? consultationRecord.amend({
            params,
            body: {
              summary: fieldsOf(draft),
              because: draft.because.trim(),
              conditionChanged: false,
              version: amends.version,
              passcode,
            },
            idempotencyKey,
          })
        : consultationRecord.finish({
            params,
            body: { summary: fieldsOf(draft), conditionChanged: false, passcode },
            idempotencyKey,
          }),
    {
      changes: changedBy(consultationId),
      done,
      refused: ({ code }) => {
        if (code === 'summary_amended')
          void queryClient.invalidateQueries({ queryKey: consultationKey(consultationId) })
      },
    },
  )
}

const Sign = (props: {
  of: DoctorConsultation
  amends: Signed | null
  draft: SummaryDraft
  change: (some: Partial<SummaryDraft>) => void
  onBack: () => void
  clear: () => void
  onNewer: (newer: Signed) => void
}) => {
  const { of, amends, draft, change, onBack, clear, onNewer } = props
  const { consultationId } = of
  // It is amended, or written after it lapsed: there is nothing left to stop.
  const over = of.outcome !== null
  const [passcode, setPasscode] = useState('')
  const [same, setSame] = useState(false)
  const { act, busy, problem } = useSign(of, amends, () => {
    clear()
    say(amends ? '更正好了，居民会收到通知' : over ? '已签名，居民会收到通知' : '已签名，问诊结束')
    replace(routes.doctorConsultation, { consultationId })
  })
  const sign = () => {
    if (!same) return say('请先确认病情没有变化')
    if (amends && draft.because.trim().length < 2) return say('请写为什么更正')
    if (!passcode) return say('请输工作口令，表示您本人签名')
    void act({ draft, passcode }).then(() => setPasscode(''))
  }
  const preview: Signed = {
    ...fieldsOf(draft),
    version: amends ? amends.version + 1 : 1,
    doctorName: of.doctorName,
    institutionName: of.institutionName,
    amendedBecause: null,
    signature: { algorithm: 'Ed25519', keyId: '', signedAt: new Date().toISOString(), valid: true },
  }
  return (
    <StepPage
      title="看一遍，再签名"
      lead="签名以后不能改，只能另写一版更正。"
      step={3}
      of={3}
      next="签名"
      busyWords="正在签名…"
      onNext={sign}
      onBack={onBack}
      busy={busy}
      problem={problem}
    >
      {of.summary && amends && of.summary.version > amends.version ? (
        <Button icon="file" onTap={() => onNewer(of.summary!)}>
          看新的一版再补充
        </Button>
      ) : null}
      <SummaryView of={preview} unsigned />
      {amends ? (
        <Field label="为什么更正" max={200} value={draft.because} onChange={words => change({ because: words })} />
      ) : null}
      <Tick words="病情和以前一样，没有新的变化" on={same} onTap={() => setSame(!same)} />
      {same ? null : over ? (
        <Text className="quiet">小结只写当时看的病。病情有变化的，请居民到医院看。</Text>
      ) : (
        <>
          <Text className="quiet">病情有变化的，按规定要停止，请居民到医院看。</Text>
          <Button onTap={() => go(addresses.stop, { consultationId, why: 'changed_condition' })}>
            有变化，转去门诊
          </Button>
        </>
      )}
      <Field label="工作口令" hint="输口令表示您本人签名" password max={64} value={passcode} onChange={setPasscode} />
    </StepPage>
  )
}

const Form = (props: {
  of: DoctorConsultation
  amends: Signed | null
  /** Begins anew from the version that another amendment made meanwhile. */
  onNewer: (newer: Signed) => void
}) => {
  const { of, amends, onNewer } = props
  const name = `summary:${of.consultationId}:${amends?.version ?? 0}`
  const [draft, change, clear] = useDraft<SummaryDraft>(name, amends ? draftOf(amends) : blankSummary)
  const signed = amends?.followUpOn ?? null
  const to = (step: number) => () => change({ step })
  const on = (page: 'record' | 'advice', next: number) => () => {
    const missing = missingIn(draft, page)
    if (page === 'record' && codeProblem(draft)) say('诊断编码不对，请改一下或空着')
    else if (missing.length) say(`还没写：${missing.join('、')}`)
    else if (page === 'advice' && followUpProblem(draft, signed, dayOf())) say('复诊的日子已经过了，请重新选')
    else change({ step: next })
  }
  if (draft.step === 2)
    return <Sign of={of} amends={amends} draft={draft} change={change} onBack={to(1)} clear={clear} onNewer={onNewer} />
  if (draft.step === 1) {
    return (
      <StepPage title="居民回家怎么做？" step={2} of={3} onNext={on('advice', 2)} onBack={to(0)}>
        <AdviceFields draft={draft} change={change} signed={signed} />
      </StepPage>
    )
  }
  return (
    <StepPage title={amends ? '更正病历' : '写病历'} lead={of.personName} step={1} of={3} onNext={on('record', 1)}>
      <RecordFields draft={draft} change={change} />
    </StepPage>
  )
}

/** What is amended is the version that the doctor began from, whatever is signed on another phone meanwhile. */
const Amending = ({ of, latest }: { of: DoctorConsultation; latest: Signed }) => {
  const [amends, setAmends] = useState(latest)
  return <Form key={amends.version} of={of} amends={amends} onNewer={setAmends} />
}

/** 写小结: the outpatient record in two pages, then read once more and signed. */
export default function FinishPage() {
  const { consultationId = '', amends } = useParams()
  const loaded = useConsultation(consultationId)
  const { data } = loaded
  if (data?.summary && amends) return <Amending of={data} latest={data.summary} />
  if (data && !amends) return <Form of={data} amends={null} onNewer={() => undefined} />
  return (
    <WorkPage title="写小结" shows={[loaded]}>
      <FoundConsultation of={loaded}>{() => null}</FoundConsultation>
    </WorkPage>
  )
}
