import './consultations.css'
import { useEffect, useRef } from 'react'
import { Text, View } from '@tarojs/components'
import { redFlagsInQuestion } from 'shared/consultations/red-flags'
import { consultations } from '../../../api/consultations'
import { useAct } from '../../../api/use-act'
import { useLoad } from '../../../api/use-load'
import { Composer } from '../../../features/consultations/composer'
import { TalkMessages } from '../../../features/consultations/talk-messages'
import { useTalk, type ShownTalk } from '../../../features/consultations/use-talk'
import { standing } from '../../../features/consultations/words'
import { GoAndPay } from '../../../features/payments/go-and-pay'
import { go, replace, useParams } from '../../../navigation'
import { scrollToEnd } from '../../../platform/scroll'
import { routes } from '../../../routes'
import { Button } from '../../../ui/button'
import { Icon } from '../../../ui/icon'
import { confirm, say } from '../../../ui/overlays'
import { Page } from '../../../ui/page'
import { Row, Rows } from '../../../ui/rows'
import { StateTag } from '../../../ui/state-tag'
import { EmptyState, Loading, Refusal } from '../../../ui/states'
import { deadlineWords } from '../../../ui/words'
import { consultationAddresses } from './addresses'
import { EmergencyWarning } from './emergency-warning'
import { EndedCard, WayOn } from './ended-card'
import { type Shown, WhatWasAsked } from './what-was-asked'

const Head = ({ of }: { of: Shown }) => {
  const { doctorName, doctorTitle, institutionName, personName, status, acceptBefore, payment, fee } = of
  return (
    <View className="card stack">
      <View className="line line-apart">
        <Text className="strong">{[`${doctorName}医生`, doctorTitle].filter(Boolean).join(' ')}</Text>
        <StateTag {...standing(of)} />
      </View>
      <Text className="quiet small">{`${institutionName} · 为 ${personName} 问`}</Text>
      {status === 'planned' && payment?.state !== 'due' ? (
        <View className="stack">
          <Text>可以先补充说明，医生接诊后会看到。回复了会通知您，不用一直等着。</Text>
          {acceptBefore ? (
            <View className="line quiet small">
              <Icon name="clock" />
              <Text className="grow">{`${deadlineWords(acceptBefore)} 前没有医生接诊，会自动结束${fee ? '，付的钱全部退回' : ''}。`}</Text>
            </View>
          ) : null}
        </View>
      ) : null}
      {payment?.state === 'due' ? <GoAndPay payment={payment} what="question" /> : null}
    </View>
  )
}

/** Withdrawing, what the doctor may look at, and after the end what one thinks of it. */
const Doors = ({ of, again }: { of: Shown; again: () => void }) => {
  const { consultationId, can, allowRecords, rating, complaint } = of
  const changes = { changes: [['consultation', consultationId], ['consultations']], done: again }
  const withdraw = useAct(
    'withdraw-consultation',
    (input: { consultationId: string }, idempotencyKey) => consultations.withdraw({ params: input, idempotencyKey }),
    { ...changes, done: () => say('已撤回') },
  )
  const records = useAct(
    'consultation-records',
    ({ allow }: { allow: boolean }, idempotencyKey) =>
      consultations.changeRecordsAccess({ params: { consultationId }, body: { allow }, idempotencyKey }),
    changes,
  )
  const askToWithdraw = async () => {
    const yes = await confirm({
      title: '要撤回这次问诊吗？',
      words: of.fee ? '撤回后医生就看不到了，付的钱全部退回。' : '撤回后医生就看不到了。',
      yes: '撤回',
      no: '不撤回',
      danger: true,
    })
    if (yes) await withdraw.act({ consultationId })
  }
  return (
    <>
      <Refusal problem={withdraw.problem ?? records.problem} />
      <Rows>
        {can.changeRecordsAccess && of.status !== 'cancelled' ? (
          <Row
            icon="privacy"
            title={allowRecords ? '医生可以看我以前的病历' : '医生不能看我以前的病历'}
            side={
              <Button small busy={records.busy} onTap={() => void records.act({ allow: !allowRecords })}>
                {allowRecords ? '不给看了' : '给他看'}
              </Button>
            }
          />
        ) : null}
        {can.withdraw ? <Row icon="undo" title="撤回这次问诊" onTap={() => void askToWithdraw()} /> : null}
        {can.rate ? (
          <Row icon="favourite" title="评价这次问诊" onTap={() => go(consultationAddresses.rate, { consultationId })} />
        ) : null}
        {rating ? <Row icon="favourite" title={`您评了 ${rating.stars} 颗星`} note={rating.words ?? ''} /> : null}
        {complaint ? (
          <Row
            icon="complaint"
            title={complaint.state === 'open' ? '您的投诉正在处理' : '您的投诉有答复了'}
            note={complaint.answer ?? complaint.statement}
          />
        ) : null}
        {can.complain ? (
          <Row
            icon="complaint"
            title={complaint ? '还是不满意，再投诉' : '投诉'}
            note="由县级管理员处理"
            onTap={() => go(consultationAddresses.complain, { consultationId })}
          />
        ) : null}
      </Rows>
    </>
  )
}

/** New words are brought into view; somebody who reads older ones is left where they are by WeChat itself. */
const useFollow = ({ messages, outgoing }: ShownTalk, live: boolean): void => {
  const last = messages.at(-1)?.messageId ?? null
  const waiting = outgoing.length
  const before = useRef<string | null>(null)
  useEffect(() => {
    if (live && (before.current !== last || waiting)) scrollToEnd()
    before.current = last
  }, [last, waiting, live])
}

/** In the question and in what its own side wrote since. */
const flagsIn = ({ reason, answers }: Shown, { messages, outgoing }: ShownTalk) => {
  const own = messages.filter(m => m.from === 'resident').map(m => m.text)
  return redFlagsInQuestion([reason, ...own, ...outgoing.map(o => o.text)].join('\n'), answers)
}

const Talk = ({ of, again }: { of: Shown; again: () => void }) => {
  const shown = useTalk(of.consultationId, 'resident', again)
  const ended = of.outcome !== null
  useFollow(shown, !ended)
  // What waits says itself that there is no network.
  const waiting = shown.outgoing.length > 0 && shown.problem?.code === 'network_unreachable'
  return (
    <Page
      title={ended ? '问诊记录' : '问诊'}
      foot={
        of.can.write ? (
          <Composer shown={shown} name={of.consultationId} placeholder="说给医生听" />
        ) : ended ? (
          <WayOn of={of} />
        ) : null
      }
    >
      {ended ? null : <EmergencyWarning flags={flagsIn(of, shown)} />}
      <Head of={of} />
      <EndedCard of={of} />
      {ended ? <Doors of={of} again={again} /> : null}
      <WhatWasAsked of={of} />
      {ended ? null : <Doors of={of} again={again} />}
      <TalkMessages shown={shown} side="resident" />
      {shown.problem && !waiting ? <Refusal problem={shown.problem} /> : null}
    </Page>
  )
}

/** One consultation: how it stands, what was said, where one writes. */
export default function TalkPage() {
  const { consultationId = '' } = useParams()
  const loaded = useLoad(
    ['consultation', consultationId],
    () => consultations.consultation({ params: { consultationId } }),
    { every: 60_000 },
  )
  if (loaded.data) return <Talk of={loaded.data} again={loaded.again} />
  const gone = loaded.problem?.code === 'not_found' || loaded.problem?.code === 'validation_failed'
  return (
    <Page title="问诊" shows={[loaded]}>
      {gone ? (
        <EmptyState
          icon="help"
          title="没有找到这次问诊"
          words="可能链接不完整，或者还没有授权给您看。"
          doors={[{ words: '看我的问诊', onTap: () => replace(routes.consultations) }]}
        />
      ) : (
        <Loading of={loaded}>{() => null}</Loading>
      )}
    </Page>
  )
}
