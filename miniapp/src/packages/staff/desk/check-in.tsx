import './check-in.css'
import { useState } from 'react'
import { Text, View } from '@tarojs/components'
import { desk } from '../../../api/desk'
import { useWorkAct } from '../../../features/at-work/use-second-factor'
import { WorkPage } from '../../../features/at-work/work-page'
import { useWorkplace } from '../../../features/at-work/workplace'
import { back } from '../../../navigation'
import { hasCamera } from '../../../platform/scan'
import { Button } from '../../../ui/button'
import { Row, Rows } from '../../../ui/rows'
import { StateTag } from '../../../ui/state-tag'
import { clockWords, dayWords } from '../../../ui/words'
import { CardRefusal } from './card-refusal'
import { CodeField } from './code-field'
import { Outcome } from './outcome'
import type { Booking } from './types'
import { UndoButton } from './undo-button'
import { changes } from './use-row-act'
import { rowState } from './words'

type Answer = Awaited<ReturnType<typeof desk.checkInByCard>>

const whereTo = ({ departmentName, doctorName, from, to }: Booking) =>
  `${departmentName} ${doctorName} · ${clockWords(from, to)}`

const Done = ({ row }: { row: Booking }) => (
  <Outcome good icon="done" title={`${row.personName} 报到好了`} words={whereTo(row)}>
    <View className="line line-apart">
      <Text className="queue number">{row.queueNumber === null ? '' : `${row.queueNumber} 号`}</Text>
      {row.undoUntil ? <UndoButton key={row.undoUntil} row={row} /> : null}
    </View>
  </Outcome>
)

const titleOf = ({ personName, choices, early }: Answer) =>
  early ? `${personName} 今天没有预约，后面有 ${choices.length} 个` : `${personName} 今天有 ${choices.length} 个预约`

/** Several today: the resident says which one they came for. None today: they came early, and the desk decides. */
const Choices = ({ answer, onChoose, busy }: { answer: Answer; onChoose: (row: Booking) => void; busy: boolean }) => {
  const open = answer.choices.filter(({ status }) => status === 'pending' || status === 'booked')
  if (open.length === 0)
    return (
      <Outcome
        good
        icon="check"
        title={`${answer.personName} 已经报到过了`}
        words={answer.choices.map(row => `${whereTo(row)} · ${rowState(row).words}`).join('；')}
      />
    )
  return (
    <>
      <Outcome
        good
        icon="list"
        title={titleOf(answer)}
        words={
          answer.early ? '他来早了。今天能看，就点一下提前报到；不能看，请他到日子再来。' : '问一下他来看哪一个，再点。'
        }
      />
      <Rows>
        {answer.choices.map(row => (
          <Row
            key={row.appointmentId}
            title={`${row.departmentName} ${row.doctorName}`}
            note={answer.early ? `${dayWords(row.day)} ${clockWords(row.from, row.to)}` : clockWords(row.from, row.to)}
            side={<StateTag {...rowState(row)} />}
            {...(open.includes(row) && !busy ? { onTap: () => onChoose(row) } : {})}
          />
        ))}
      </Rows>
    </>
  )
}

const useCheckIn = (institutionId: string | undefined) => {
  const [answer, setAnswer] = useState<Answer | null>(null)
  const byCard = useWorkAct(
    'desk-check-in-card',
    (code: string, idempotencyKey) => desk.checkInByCard({ body: { code, institutionId }, idempotencyKey }),
    { changes, done: setAnswer },
  )
  const chosen = useWorkAct(
    'desk-check-in-chosen',
    (appointmentId: string, idempotencyKey) => desk.checkIn({ params: { appointmentId }, idempotencyKey }),
    { changes, done: row => setAnswer({ checkedIn: row, choices: [], early: false, personName: row.personName }) },
  )
  return {
    answer,
    busy: byCard.busy || chosen.busy,
    problem: byCard.problem ?? chosen.problem,
    scanned: (code: string) => {
      setAnswer(null)
      chosen.clear()
      void byCard.act(code)
    },
    choose: (row: Booking) => void chosen.act(row.appointmentId),
  }
}

/** 扫健康卡报到: one after the other, the field is always ready for the next. */
export default function CheckInPage() {
  const { institutionId, choice } = useWorkplace(['staff'])
  const { answer, busy, problem, scanned, choose } = useCheckIn(institutionId)
  const field = <CodeField busy={busy} words={answer || problem ? '扫下一位' : '扫卡报到'} onCode={scanned} />
  return (
    <WorkPage
      title="请居民出示健康卡"
      lead="扫一下就报到，不用再问姓名。"
      foot={
        <>
          {hasCamera ? field : null}
          <Button kind="plain" icon="list" onTap={back}>
            没有卡，到名单里按姓名报到
          </Button>
        </>
      }
    >
      {choice}
      {hasCamera ? null : field}
      {problem ? <CardRefusal problem={problem} /> : null}
      {answer?.checkedIn ? <Done row={answer.checkedIn} /> : null}
      {answer && !answer.checkedIn ? <Choices answer={answer} onChoose={choose} busy={busy} /> : null}
    </WorkPage>
  )
}
