import { sentenceOf, isErrorCode } from 'shared/kernel/errors'
import { ProblemError } from 'shared/kernel/client'
import { desk } from '../../../api/desk'
import { useWorkAct } from '../../../features/at-work/use-second-factor'
import { say } from '../../../ui/overlays'
import { showAnswer } from './use-desk'
import type { Booking } from './types'
import { actWords, type Kind } from './words'

export const changes = [['desk']] as const

const one = async (appointmentId: string, kind: Kind, idempotencyKey: string): Promise<Booking | null> => {
  const call = { params: { appointmentId }, idempotencyKey }
  if (kind === 'checkIn') return desk.checkIn(call)
  if (kind === 'fulfil') return desk.fulfil(call)
  if (kind === 'markNoShow') return desk.markNoShow(call)
  const { results } = await desk.confirm({ body: { appointmentIds: [appointmentId] }, idempotencyKey })
  const code = results[0]?.ok ? null : results[0]?.code
  if (isErrorCode(code)) throw new ProblemError(code)
  return null
}

/** One row's acts: the next tap on the same row waits for the answer, other rows go on. */
export const useRowAct = ({ appointmentId, personName }: Booking) =>
  useWorkAct(
    `desk-row:${appointmentId}`,
    (kind: Kind, idempotencyKey) => one(appointmentId, kind, idempotencyKey).then(row => ({ row, kind })),
    {
      changes,
      done: ({ row, kind }) => {
        if (row) showAnswer(row)
        say(
          `${personName} ${actWords[kind].done}${row?.queueNumber && kind === 'checkIn' ? `，${row.queueNumber} 号` : ''}`,
        )
      },
    },
  )

export const useUndo = ({ appointmentId, personName }: Booking) =>
  useWorkAct(
    `desk-undo:${appointmentId}`,
    (_: string, idempotencyKey) => desk.undo({ params: { appointmentId }, idempotencyKey }),
    {
      changes,
      done: row => {
        showAnswer(row)
        say(`${personName} 的上一步撤销了`)
      },
    },
  )

interface Result {
  appointmentId: string
  ok: boolean
  code: string | null
}
/** What came of many at once, in one sentence. */
export const resultWords = (results: readonly Result[], done: string): string => {
  const failed = results.filter(({ ok }) => !ok)
  const good = results.length - failed.length
  if (failed.length === 0) return `${done} ${good} 位`
  const { code } = failed[0]!
  const why = isErrorCode(code) ? sentenceOf(code) : '请刷新后再看。'
  return `${done} ${good} 位，${failed.length} 位没办成：${why}`
}
