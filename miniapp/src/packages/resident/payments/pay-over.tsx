import type { Order } from 'shared/payments/model'
import { appointments } from '../../../api/appointments'
import { useLoad } from '../../../api/use-load'
import { go, replace } from '../../../navigation'
import { routes } from '../../../routes'
import { EmptyState } from '../../../ui/states'
import { byOwnSide } from '../appointments/state-sentences'

/** It can no longer be paid: why, what happened to the number and the money, and the way to another number. */
export const PayOver = ({ order: { purposeId } }: { order: Order }) => {
  const { data } = useLoad(
    ['appointment', purposeId],
    () => appointments.appointment({ params: { appointmentId: purposeId } }),
    { keep: true },
  )
  const givenBack = data?.status === 'cancelled' && byOwnSide(data)
  const again = () => {
    if (!data) return go(routes.booking)
    const { departmentId, doctorId } = data.session
    return go(routes.bookingDoctors, { departmentId, doctorId })
  }
  return (
    <EmptyState
      bad={!givenBack}
      icon={givenBack ? 'undo' : 'clock'}
      title={givenBack ? '这个号已经退了，不用付款' : '已过付款时间'}
      words={`${givenBack ? '' : '号已经放回，没有收您的钱，也不算失约。'}要是刚才已经付了，钱会自动退回，在“缴费记录”里能看到。`}
      doors={[
        { words: '再约一个号', onTap: again },
        { words: '看缴费记录', onTap: () => replace(routes.orders) },
      ]}
    />
  )
}
