import type { Order } from 'shared/payments/model'
import { appointments } from '../../../api/appointments'
import { consultations } from '../../../api/consultations'
import { useLoad } from '../../../api/use-load'
import { go, replace } from '../../../navigation'
import { routes } from '../../../routes'
import { EmptyState } from '../../../ui/states'
import { byOwnSide } from '../appointments/state-sentences'
import { purposeWords } from './purpose-words'

/** Whether one's own side gave it up, and the way to another. */
interface Over {
  givenUp: boolean
  again: { route: string; query: Record<string, string> }
}

const overOf = async ({ purpose, purposeId }: Order): Promise<Over> => {
  if (purpose === 'consultation') {
    const { outcome, personId } = await consultations.consultation({ params: { consultationId: purposeId } })
    return { givenUp: outcome === 'withdrawn', again: { route: routes.consultations, query: { personId } } }
  }
  const found = await appointments.appointment({ params: { appointmentId: purposeId } })
  const { departmentId, doctorId } = found.session
  return {
    givenUp: found.status === 'cancelled' && byOwnSide(found),
    again: { route: routes.bookingDoctors, query: { departmentId, doctorId } },
  }
}

/** It can no longer be paid: why, what became of what it was for and of the money, and the way to another. */
export const PayOver = ({ order }: { order: Order }) => {
  const { purpose, purposeId } = order
  const { data } = useLoad([purpose, purposeId, 'over'], () => overOf(order), { keep: true })
  const words = purposeWords[purpose]
  const givenUp = data?.givenUp ?? false
  const again = () =>
    data
      ? go(data.again.route, data.again.query)
      : go(purpose === 'appointment' ? routes.booking : routes.consultations)
  return (
    <EmptyState
      bad={!givenUp}
      icon={givenUp ? 'undo' : 'clock'}
      title={givenUp ? words.givenUpTitle : '已过付款时间'}
      words={`${givenUp ? '' : words.over}要是刚才已经付了，钱会自动退回，在“缴费记录”里能看到。`}
      doors={[
        { words: words.again, onTap: again },
        { words: '看缴费记录', onTap: () => replace(routes.orders) },
      ]}
    />
  )
}
