import './consultations.css'
import { Text } from '@tarojs/components'
import { useEffect, useRef } from 'react'
import { redFlagsInQuestion } from 'shared/consultations/red-flags'
import { consultations } from '../../../api/consultations'
import { useLoad } from '../../../api/use-load'
import { Composer } from '../../../features/consultations/composer'
import { TalkMessages } from '../../../features/consultations/talk-messages'
import { useTalk, type ShownTalk } from '../../../features/consultations/use-talk'
import { replace, useNext, useParams } from '../../../navigation'
import { scrollToEnd } from '../../../platform/scroll'
import { routes } from '../../../routes'
import { Page } from '../../../ui/page'
import { EmptyState, Loading, Refusal } from '../../../ui/states'
import { EmergencyWarning } from './emergency-warning'
import { EndedCard, WayOn } from './ended-card'
import { TalkDoors } from './talk-doors'
import { TalkHead } from './talk-head'
import { type Shown, WhatWasAsked } from './what-was-asked'

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
        ) : of.guardianWrites ? (
          <Text className="quiet">孩子还小，请家里的大人用自己的手机来说。</Text>
        ) : null
      }
    >
      {ended ? null : <EmergencyWarning flags={flagsIn(of, shown)} />}
      <TalkHead of={of} />
      <EndedCard of={of} />
      {ended ? <TalkDoors of={of} again={again} /> : null}
      <WhatWasAsked of={of} />
      {ended ? null : <TalkDoors of={of} again={again} />}
      <TalkMessages shown={shown} side="resident" />
      {shown.problem && !waiting ? <Refusal problem={shown.problem} /> : null}
    </Page>
  )
}

/** One consultation: how it stands, what was said, where one writes. */
export default function TalkPage() {
  const { consultationId = '' } = useParams()
  // Just asked, and not paid: on to where it is paid.
  useNext()
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
