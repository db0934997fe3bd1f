import { View } from '@tarojs/components'
import { orderTag, paymentWords } from '../../../features/payments/words'
import { Button } from '../../../ui/button'
import { Facts } from '../../../ui/card'
import { confirm } from '../../../ui/overlays'
import { Sheet } from '../../../ui/sheet'
import { StateTag } from '../../../ui/state-tag'
import { Refusal } from '../../../ui/states'
import { clockWords, moneyWords } from '../../../ui/words'
import type { Booking } from './types'
import { UndoButton } from './undo-button'
import { useOrderAtDesk } from './use-order-at-desk'
import { useRowAct } from './use-row-act'
import {
  actsOf,
  actWords,
  changeWords,
  kindWords,
  mayRefund,
  mayRefuse,
  relayWords,
  rowState,
  whoWords,
  type Kind,
} from './words'

interface Props {
  row: Booking
  /** It is the day, or before it: whoever comes early may be checked in. */
  due: boolean
  onRefuse: () => void
  onRefund: () => void
  onClose: () => void
}

const sure = (kind: Kind, { personName }: Booking): Promise<boolean> | boolean =>
  kind !== 'markNoShow' ||
  confirm({
    title: `${personName} 没有来？`,
    words: '会记一次爽约，次数多了他就不能在手机上预约。一分钟内可以撤销。',
    yes: '记为没来',
    danger: true,
  })

/** The list hears of changes of the visit; of its money, as of a part that was given back, only the order knows. */
const useFeeNow = ({ appointmentId, payment }: Booking): string => {
  const { data } = useOrderAtDesk(appointmentId, payment !== null)
  if (!data) return payment ? paymentWords(payment).words : ''
  return `${moneyWords(data.amount)}，${orderTag(data).words}`
}

/** One booking with all that is known of it and all that can be done. */
export const RowSheet = ({ row, due, onRefuse, onRefund, onClose }: Props) => {
  const { act, busy, problem } = useRowAct(row)
  const run = async (kind: Kind) => {
    if ((await sure(kind, row)) && (await act(kind))) onClose()
  }
  const feeNow = useFeeNow(row)
  const relay = row.relay.state === 'refused' ? `县平台没收：${row.relay.why}` : `县平台${relayWords(row).words}`
  return (
    <Sheet title={`${row.personName} · ${whoWords(row)}`} onClose={onClose}>
      <View className="line">
        <StateTag {...rowState(row)} />
      </View>
      <Facts
        facts={[
          ['时间', clockWords(row.from, row.to)],
          ['医生', `${row.departmentName} ${row.doctorName}`],
          ['号别', kindWords(row)],
          ['费用', row.payment && feeNow],
          ['手机', row.phone ?? '没有留'],
          ['最近', changeWords(row)],
          ['上报', relay],
        ]}
      />
      <Refusal problem={problem} />
      <View className="sheet-doors">
        {row.undoUntil ? (
          <View className="line">
            <UndoButton key={row.undoUntil} row={row} />
          </View>
        ) : null}
        {actsOf(row, due).map((kind, i) => (
          <Button
            key={kind}
            kind={i === 0 && kind !== 'markNoShow' ? 'main' : 'second'}
            icon={actWords[kind].icon}
            busy={busy}
            onTap={() => void run(kind)}
          >
            {kind === 'checkIn' ? '核对姓名，报到' : actWords[kind].words}
          </Button>
        ))}
        {mayRefund(row) ? (
          <Button icon="money" onTap={onRefund}>
            退款…
          </Button>
        ) : null}
        {mayRefuse(row) ? (
          <Button kind="danger" onTap={onRefuse}>
            不接受这个预约…
          </Button>
        ) : null}
      </View>
    </Sheet>
  )
}
