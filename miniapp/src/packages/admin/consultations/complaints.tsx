import { useState } from 'react'
import { Text, View } from '@tarojs/components'
import { adminConsultations } from '../../../api/admin-consultations'
import { useDraft } from '../../../api/use-draft'
import { useWorkAct } from '../../../features/at-work/use-second-factor'
import { WorkPage } from '../../../features/at-work/work-page'
import { go } from '../../../navigation'
import { Button } from '../../../ui/button'
import { Field } from '../../../ui/field'
import { say } from '../../../ui/overlays'
import { StateTag } from '../../../ui/state-tag'
import { EmptyState, Loading, Refusal } from '../../../ui/states'
import { instantWords } from '../../../ui/words'
import { useParts } from '../../../ui/use-parts'
import { addresses } from '../addresses'
import { complaintsKey, useComplaints } from './use-complaints'

type Complaint = NonNullable<ReturnType<typeof useComplaints>['data']>['complaints'][number]

const Answer = ({ complaintId }: { complaintId: string }) => {
  const [draft, change, clear] = useDraft(`complaint:${complaintId}`, { answer: '' })
  const { act, busy, problem } = useWorkAct(
    'answer-complaint',
    (input: { complaintId: string; answer: string }, idempotencyKey) =>
      adminConsultations.answerComplaint({
        params: { complaintId: input.complaintId },
        body: { answer: input.answer },
        idempotencyKey,
      }),
    {
      changes: [complaintsKey],
      done: () => {
        clear()
        say('已答复，居民会收到通知')
      },
    },
  )
  const answer = draft.answer.trim()
  return (
    <>
      <Field label="答复居民" area max={500} value={draft.answer} onChange={typed => change({ answer: typed })} />
      <Refusal problem={problem} />
      <Button
        kind="main"
        busy={busy}
        onTap={() => (answer.length < 2 ? say('请写答复') : void act({ complaintId, answer }))}
      >
        发出答复
      </Button>
    </>
  )
}

const One = ({ of }: { of: Complaint }) => {
  const [answering, setAnswering] = useState(false)
  const { complaintId, consultationId, state, statement, at, personName, doctorName, institutionName, answer } = of
  return (
    <View className="card stack">
      <View className="line line-apart">
        <Text className="strong">{`${personName} 投诉 ${doctorName}医生`}</Text>
        <StateTag words={state === 'open' ? '等答复' : '已答复'} tone={state === 'open' ? 'waiting' : 'plain'} />
      </View>
      <Text className="quiet small">{`${institutionName} · ${instantWords(at)}`}</Text>
      <Text>{statement}</Text>
      {answer ? <Text className="quiet">{`答复：${answer}`}</Text> : null}
      <Button icon="viewed" onTap={() => go(addresses.consultation, { consultationId })}>
        看这次问诊
      </Button>
      {state === 'open' && !answering ? (
        <Button kind="main" onTap={() => setAnswering(true)}>
          答复
        </Button>
      ) : null}
      {answering && state === 'open' ? <Answer complaintId={complaintId} /> : null}
    </View>
  )
}

const All = ({ complaints }: { complaints: Complaint[] }) => {
  const { shown, more } = useParts(complaints, 20)
  return (
    <>
      {shown.map(of => (
        <One key={of.complaintId} of={of} />
      ))}
      {more ? <Button onTap={more}>再看早一些的</Button> : null}
    </>
  )
}

/** 问诊投诉: open ones first; the answer goes to the resident. */
export default function Complaints() {
  const loaded = useComplaints()
  return (
    <WorkPage title="问诊投诉" shows={[loaded]}>
      <Loading of={loaded}>
        {({ complaints }) =>
          complaints.length === 0 ? (
            <EmptyState icon="done" title="没有投诉" words="居民对问诊不满意时，会出现在这里。" />
          ) : (
            <All complaints={complaints} />
          )
        }
      </Loading>
    </WorkPage>
  )
}
