import type { Appointment } from 'shared/appointments/model'
import { isLive } from 'shared/appointments/state-machine'
import { appointments } from '../../../api/appointments'
import { useAct } from '../../../api/use-act'
import { go } from '../../../navigation'
import { routes } from '../../../routes'
import { Button } from '../../../ui/button'
import { confirm, say } from '../../../ui/overlays'
import { Refusal } from '../../../ui/states'
import { dayOf, moneyWords } from '../../../ui/words'
import { whenWords } from '../../../features/appointments/words'
import { numberChanges } from '../booking/use-taking'
import { cancelWords } from './state-sentences'

const useCancel = (of: Appointment) => {
  const cancelling = useAct(
    'cancel',
    (input: { appointmentId: string }, idempotencyKey) =>
      appointments.cancel({ params: input, body: {}, idempotencyKey }),
    {
      changes: [...numberChanges, ['order'], ['orders']],
      done: ({ payment }) => say(payment?.state === 'refunding' ? '已取消，钱正在退给您' : '已取消，号退回去了'),
    },
  )
  const cancel = async () => {
    const sure = await confirm({
      title: '要取消这个号吗？',
      words: `${of.personName} ${whenWords(of)} ${of.session.doctorName}。${cancelWords(of)}`,
      yes: '取消这个号',
      no: '不取消',
      danger: true,
    })
    if (sure) await cancelling.act({ appointmentId: of.appointmentId })
  }
  return { ...cancelling, cancel: () => void cancel() }
}

const Live = ({ of }: { of: Appointment }) => {
  const { cancel, busy, problem } = useCancel(of)
  const { session, appointmentId, can, status, payment } = of
  const { departmentId, doctorId } = session
  const today = session.day === dayOf()
  // A second tap on the sheet's 取消这个号 falls on what lies beneath it.
  const move = () => void (busy || go(routes.bookingDoctors, { departmentId, doctorId, moves: appointmentId }))
  return (
    <>
      <Refusal problem={problem} />
      {payment?.state === 'due' ? (
        <Button kind="main" icon="money" onTap={() => go(routes.pay, { orderId: payment.orderId })}>
          {`去付款 ${moneyWords(payment.amount)}`}
        </Button>
      ) : today || status === 'arrived' || !can.move ? (
        <Button kind="main" icon="qr" onTap={() => go(routes.card, { personId: of.personId })}>
          出示电子健康卡
        </Button>
      ) : (
        <Button kind="main" icon="later" onTap={move}>
          改时间
        </Button>
      )}
      {can.cancel ? (
        <Button kind="danger" busy={busy} busyWords="正在取消…" onTap={cancel}>
          取消这个号
        </Button>
      ) : null}
    </>
  )
}

/** The one thing that helps now, at the thumb; giving the number back below it. */
export const DetailActs = ({ of }: { of: Appointment }) => {
  const { session, appointmentId, can, status } = of
  const { departmentId, doctorId } = session
  if (isLive(status)) return <Live of={of} />
  if (can.followUpUntil) {
    return (
      <Button
        kind="main"
        icon="calendar"
        onTap={() => go(routes.bookingDoctors, { departmentId, doctorId, follows: appointmentId })}
      >
        约免费复诊号
      </Button>
    )
  }
  return (
    <Button kind="main" icon="calendar" onTap={() => go(routes.bookingDoctors, { departmentId, doctorId })}>
      {status === 'fulfilled' ? '再约这位医生' : '再约一个号'}
    </Button>
  )
}
