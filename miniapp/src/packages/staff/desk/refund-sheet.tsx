import { useSecondFactorFor } from '../../../features/at-work/use-second-factor'
import type { Order } from 'shared/payments/model'
import { RefundForm } from '../../../features/payments/refund-form'
import { Sheet } from '../../../ui/sheet'
import { Loading } from '../../../ui/states'
import { refundedOf } from '../../../features/payments/words'
import type { Booking } from './types'
import { changeRow } from './use-desk'
import { useOrderAtDesk } from './use-order-at-desk'

/** The list hears of changes of the visit, and a part that is given back is none. */
const showRefunded = (appointmentId: string, order: Order): void => {
  const { done, coming } = refundedOf(order)
  changeRow(appointmentId, row =>
    row.payment ? { ...row, payment: { ...row.payment, refunded: done + coming } } : row,
  )
}

/** 退款: of one booking's fee, with its order as it stands now. */
export const RefundSheet = ({ row, onClose }: { row: Booking; onClose: () => void }) => {
  const { appointmentId, personName } = row
  const loaded = useOrderAtDesk(appointmentId)
  useSecondFactorFor([loaded])
  return (
    <Sheet title={`给 ${personName} 退多少？`} onClose={onClose}>
      <Loading of={loaded} cards={1}>
        {order => (
          <RefundForm
            order={order}
            onDone={now => {
              showRefunded(appointmentId, now)
              onClose()
            }}
          />
        )}
      </Loading>
    </Sheet>
  )
}
