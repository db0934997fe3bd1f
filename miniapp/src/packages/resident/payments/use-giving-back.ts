import type { Order } from 'shared/payments/model'
import { appointments } from '../../../api/appointments'
import { consultations } from '../../../api/consultations'
import { useAct } from '../../../api/use-act'
import { returnTo } from '../../../navigation'
import { confirm, say } from '../../../ui/overlays'
import { numberChanges } from '../booking/use-taking'
import { placeOfPurpose, purposeWords } from './purpose-words'
import { orderChanges } from './use-order'

type What = Pick<Order, 'purpose' | 'purposeId'>

const giveUp = async ({ purpose, purposeId }: What, idempotencyKey: string): Promise<void> => {
  if (purpose === 'appointment')
    await appointments.cancel({ params: { appointmentId: purposeId }, body: {}, idempotencyKey })
  else await consultations.withdraw({ params: { consultationId: purposeId }, idempotencyKey })
}

/** Gives up what was not paid for yet: the number goes back, the question is not sent. */
export const useGivingBack = ({ purpose, purposeId, what }: Order) => {
  const words = purposeWords[purpose]
  const giving = useAct('give-back', giveUp, {
    changes: [...numberChanges, ...orderChanges],
    done: () => {
      say(words.givenUp)
      const { route, query } = placeOfPurpose({ purpose, purposeId })
      returnTo(route, query)
    },
  })
  const giveBack = async () => {
    const { title, words: consequence, yes } = words.sure
    const sure = await confirm({ title, words: `${what}。${consequence}`, yes, no: '先留着', danger: true })
    if (sure) await giving.act({ purpose, purposeId })
  }
  return { busy: giving.busy, problem: giving.problem, giveBack: () => void giveBack() }
}
