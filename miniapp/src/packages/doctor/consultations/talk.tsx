import './doctor-consultations.css'
import { useEffect, useRef, useState } from 'react'
import { Text, View } from '@tarojs/components'
import type { DoctorConsultation } from 'shared/consultations/doctor-contract'
import { doctorConsultations } from '../../../api/doctor-consultations'
import { queryClient } from '../../../api/query-client'
import { useWorkAct } from '../../../features/at-work/use-second-factor'
import { WorkPage } from '../../../features/at-work/work-page'
import { Composer } from '../../../features/consultations/composer'
import { TalkMessages } from '../../../features/consultations/talk-messages'
import { useTalk } from '../../../features/consultations/use-talk'
import { go, useParams } from '../../../navigation'
import { scrollToEnd } from '../../../platform/scroll'
import { Button } from '../../../ui/button'
import { say } from '../../../ui/overlays'
import { Row, Rows } from '../../../ui/rows'
import { Refusal } from '../../../ui/states'
import { dateWords } from '../../../ui/words'
import { addresses } from './addresses'
import { AskBackSheet } from './ask-back-sheet'
import { DeclineSheet } from './decline-sheet'
import { drugNotice } from './drug-notice'
import { FoundConsultation } from './found-consultation'
import { PatientCard } from './patient-card'
import { PhraseSheet } from './phrase-sheet'
import { changedBy, consultationKey, useConsultation } from './use-consultation'

/** What can be done with it besides writing. */
const Acts = ({
  of,
  onAskBack,
  onDecline,
}: {
  of: DoctorConsultation
  onAskBack: () => void
  onDecline: () => void
}) => {
  const { consultationId, can, toClinic } = of
  const open = (path: string) => () => go(path, { consultationId })
  const live = of.outcome === null
  const appointmentId = toClinic?.appointmentId
  return (
    <Rows>
      {live ? (
        <Row
          icon="file"
          title="看县里的病历"
          note={of.allowRecords ? '诊断、用药、测量、报告；看过会留下记录' : '居民没有同意查看'}
          onTap={open(addresses.records)}
        />
      ) : null}
      {can.askBack ? <Row icon="help" title="先问居民一句" note="要病历照片，或问清楚再接" onTap={onAskBack} /> : null}
      {can.transfer ? <Row icon="change" title="转给同事" onTap={open(addresses.transfer)} /> : null}
      {can.stop ? (
        <Row icon="hospital" title="转去门诊" note="首诊、病情变化、不适合线上看" onTap={open(addresses.stop)} />
      ) : null}
      {can.decline ? <Row icon="refused" title="不接这个问诊" note="写明原因，钱全退给居民" onTap={onDecline} /> : null}
      {can.bookClinic ? (
        <Row icon="calendar" title="替居民约一个号" onTap={open(addresses.clinic)} />
      ) : appointmentId ? (
        <Row icon="booked" title="已经替居民约好了号" note={toClinic.departmentName ?? ''} />
      ) : null}
      {can.amend ? (
        <Row
          icon="edit"
          title="更正小结"
          note="另写一版并签名，原来的留着"
          onTap={() => go(addresses.finish, { consultationId, amends: 1 })}
        />
      ) : null}
    </Rows>
  )
}

/** The one next step of this state. */
const NextStep = ({ of }: { of: DoctorConsultation }) => {
  const { consultationId, can, followUpOn } = { ...of, followUpOn: of.summary?.followUpOn ?? null }
  const followed = useWorkAct(
    'consultation-followed-up',
    (input: { consultationId: string }, idempotencyKey) =>
      doctorConsultations.followedUp({ params: input, idempotencyKey }),
    { changes: changedBy(consultationId), done: () => say('已记下随访') },
  )
  if (can.accept) {
    return (
      <Button kind="main" icon="check" onTap={() => go(addresses.accept, { consultationId })}>
        接诊
      </Button>
    )
  }
  if (can.finish) {
    return (
      <Button kind="main" icon="sign" onTap={() => go(addresses.finish, { consultationId })}>
        补写小结
      </Button>
    )
  }
  if (can.followUp) {
    return (
      <>
        <Refusal problem={followed.problem} />
        <Button kind="main" icon="check" busy={followed.busy} onTap={() => void followed.act({ consultationId })}>
          {followUpOn ? `${dateWords(followUpOn)}的随访做好了` : '随访做好了'}
        </Button>
      </>
    )
  }
  return null
}

const Talk = ({ of }: { of: DoctorConsultation }) => {
  const { consultationId, can } = of
  const [sheet, setSheet] = useState<'askBack' | 'decline' | 'phrases' | null>(null)
  const insert = useRef<(words: string) => void>(() => undefined)
  const shown = useTalk(consultationId, 'doctor', () => {
    void queryClient.refetchQueries({ queryKey: consultationKey(consultationId) })
  })
  const last = shown.messages.at(-1)?.messageId
  useEffect(() => {
    if (can.write) scrollToEnd()
  }, [last, can.write])
  const close = () => setSheet(null)
  return (
    <WorkPage
      title="问诊"
      shows={[]}
      foot={
        can.write ? (
          <Composer
            shown={shown}
            name={`doctor:${consultationId}`}
            placeholder="回复居民"
            noticeOf={drugNotice}
            more={into => (
              <>
                <Button
                  small
                  icon="text"
                  onTap={() => {
                    insert.current = into
                    setSheet('phrases')
                  }}
                >
                  常用语
                </Button>
                {can.finish ? (
                  <Button small icon="sign" onTap={() => go(addresses.finish, { consultationId })}>
                    写小结结束
                  </Button>
                ) : null}
              </>
            )}
          />
        ) : can.accept || can.finish || can.followUp ? (
          <NextStep of={of} />
        ) : null
      }
    >
      <PatientCard of={of} />
      <Acts of={of} onAskBack={() => setSheet('askBack')} onDecline={() => setSheet('decline')} />
      <TalkMessages shown={shown} side="doctor" />
      {shown.problem ? <Refusal problem={shown.problem} /> : null}
      {of.endedWords ? <Text className="quiet">{of.endedWords}</Text> : null}
      {of.summary ? (
        <View className="stack">
          <Button icon="file" onTap={() => go(addresses.summary, { consultationId })}>
            看签名的小结
          </Button>
        </View>
      ) : null}
      {sheet === 'askBack' ? <AskBackSheet consultationId={consultationId} onClose={close} /> : null}
      {sheet === 'decline' ? <DeclineSheet consultationId={consultationId} onClose={close} /> : null}
      {sheet === 'phrases' ? (
        <PhraseSheet
          onClose={close}
          onPick={words => {
            insert.current(words)
            close()
          }}
        />
      ) : null}
    </WorkPage>
  )
}

/** One consultation, as its doctor sees it: who, what was said, the one next step. */
export default function TalkPage() {
  const { consultationId = '' } = useParams()
  const loaded = useConsultation(consultationId)
  if (loaded.data) return <Talk key={consultationId} of={loaded.data} />
  return (
    <WorkPage title="问诊" shows={[loaded]}>
      <FoundConsultation of={loaded}>{() => null}</FoundConsultation>
    </WorkPage>
  )
}
