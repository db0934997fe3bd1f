import { useState } from 'react'
import { Text, View } from '@tarojs/components'
import { desk } from '../../../api/desk'
import { giveList } from '../../../features/at-work/give-list'
import { useWorkAct } from '../../../features/at-work/use-second-factor'
import { go } from '../../../navigation'
import { canPrint, printPage } from '../../../platform/print'
import { Button } from '../../../ui/button'
import { say } from '../../../ui/overlays'
import { Row, Rows } from '../../../ui/rows'
import { Sheet } from '../../../ui/sheet'
import { StateTag } from '../../../ui/state-tag'
import { Refusal } from '../../../ui/states'
import { periodWords } from '../../../ui/words'
import { addresses } from './addresses'
import type { DeskSession } from './types'
import { showAnswer } from './use-desk'
import { changes } from './use-row-act'

const exportList = ({ sessionId, day, doctorName }: DeskSession): Promise<void> =>
  giveList(
    `${day} ${doctorName} 预约名单.csv`,
    () => desk.exportSession({ params: { sessionId } }),
    '名单已下载，姓名是遮住一部分的',
  )

const More = ({ session, onChoose, onClose }: { session: DeskSession; onChoose: () => void; onClose: () => void }) => {
  const then = (run: () => void) => () => {
    onClose()
    run()
  }
  // The print shows one session, so the list is narrowed to it first and drawn.
  const print = () => {
    onChoose()
    setTimeout(printPage, 300)
  }
  return (
    <Sheet title={`${session.doctorName} ${periodWords[session.period]}`} onClose={onClose}>
      <Rows>
        {canPrint ? <Row icon="print" title="打印这半天的名单" onTap={then(print)} /> : null}
        <Row icon="download" title="导出名单（Excel 能打开）" onTap={then(() => void exportList(session))} />
        {session.state === 'open' ? (
          <Row
            icon="cancelled"
            danger
            title="停诊…"
            note="先看看会影响谁，再决定"
            onTap={then(() => go(addresses.stop, { sessionId: session.sessionId }))}
          />
        ) : null}
      </Rows>
    </Sheet>
  )
}

/** `等确认 2 · 已约 5 · 候诊 3 · 看完 4`, and the numbers the session has. */
export const numbersOf = ({ pending, booked, arrived, done, capacity }: DeskSession): string =>
  [
    [pending, '等确认'],
    [booked, '已约'],
    [arrived, '候诊'],
    [done, '看完'],
  ]
    .filter(([n]) => Number(n) > 0)
    .map(([n, words]) => `${words} ${n}`)
    .concat(`共 ${capacity} 个号`)
    .join(' · ')

/** A session's name, numbers and what is done with the whole of it. */
export const SessionHead = ({
  session,
  today,
  onChoose,
}: {
  session: DeskSession
  today: boolean
  onChoose: () => void
}) => {
  const [more, setMore] = useState(false)
  const {
    sessionId,
    doctorName,
    doctorTitle,
    departmentName,
    period,
    startsAt,
    endsAt,
    place,
    state,
    called,
    arrived,
  } = session
  const { act, busy, problem } = useWorkAct(
    `desk-call:${sessionId}`,
    (_: string, idempotencyKey) => desk.callNext({ params: { sessionId }, idempotencyKey }),
    {
      changes,
      done: ({ called: next }) => {
        if (next) showAnswer(next)
        say(next ? `请 ${next.queueNumber} 号 ${next.personName} 就诊` : '候诊的都叫过了')
      },
    },
  )
  return (
    <View className="desk-session">
      <View className="grow">
        <View className="line desk-session-name">
          <Text className="strong">{`${doctorName} ${doctorTitle ?? ''}`}</Text>
          {state === 'stopped' ? <StateTag words="停诊了" tone="bad" icon="cancelled" /> : null}
          {called !== null && today ? <StateTag words={`叫到 ${called} 号`} tone="good" icon="call" /> : null}
        </View>
        <Text className="desk-note">{`${departmentName} · ${periodWords[period]} ${startsAt}–${endsAt}${place ? ` · ${place}` : ''}`}</Text>
        <Text className="desk-note number">{numbersOf(session)}</Text>
        <Refusal problem={problem} />
      </View>
      <View className="line no-print">
        {today && arrived > 0 ? (
          <Button
            small
            kind="main"
            icon="call"
            busy={busy}
            busyWords="正在叫…"
            onTap={() => void act(`${called ?? 0}`)}
          >
            叫下一位
          </Button>
        ) : null}
        <Button small icon="list" onTap={() => setMore(true)}>
          更多
        </Button>
      </View>
      {more ? <More session={session} onChoose={onChoose} onClose={() => setMore(false)} /> : null}
    </View>
  )
}
