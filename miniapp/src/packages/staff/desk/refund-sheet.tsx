import { useSecondFactorFor } from '../../../features/at-work/use-second-factor'
import { RefundForm } from '../../../features/payments/refund-form'
import { Sheet } from '../../../ui/sheet'
import { Loading } from '../../../ui/states'
import type { Booking } from './types'
import { useOrderAtDesk } from './use-order-at-desk'

/** 退款: of one booking's fee, with its order as it stands now. */
export const RefundSheet = ({ row, onClose }: { row: Booking; onClose: () => void }) => {
  const { appointmentId, personName } = row
  const loaded = useOrderAtDesk(appointmentId)
  useSecondFactorFor([loaded])
  return (
    <Sheet title={`给 ${personName} 退多少？`} onClose={onClose}>
      <Loading of={loaded} cards={1}>
        {order => <RefundForm order={order} onDone={onClose} />}
      </Loading>
    </Sheet>
  )
}
