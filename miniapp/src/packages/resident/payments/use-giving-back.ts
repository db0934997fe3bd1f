import type { Order } from 'shared/payments/model'
import { appointments } from '../../../api/appointments'
import { useAct } from '../../../api/use-act'
import { replace } from '../../../navigation'
import { routes } from '../../../routes'
import { confirm, say } from '../../../ui/overlays'
import { numberChanges } from '../booking/use-taking'
import { orderChanges } from './use-order'

/** Gives a number back before it was paid. */
export const useGivingBack = ({ purposeId, what }: Order) => {
  const giving = useAct(
    'give-back',
    (input: { appointmentId: string }, idempotencyKey) =>
      appointments.cancel({ params: input, body: {}, idempotencyKey }),
    {
      changes: [...numberChanges, ...orderChanges],
      done: ({ appointmentId }) => {
        say('号退回去了，不用付款')
        replace(routes.appointment, { appointmentId })
      },
    },
  )
  const giveBack = async () => {
    const sure = await confirm({
      title: '不要这个号了？',
      words: `${what}。还没有付钱，退了不收钱，也不算失约；号会马上给别人。`,
      yes: '不要了，退号',
      no: '先留着',
      danger: true,
    })
    if (sure) await giving.act({ appointmentId: purposeId })
  }
  return { busy: giving.busy, problem: giving.problem, giveBack: () => void giveBack() }
}
