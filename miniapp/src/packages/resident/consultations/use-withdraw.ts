import { consultations } from '../../../api/consultations'
import { useAct } from '../../../api/use-act'
import { orderChanges } from '../payments/use-order'
import { confirm } from '../../../ui/overlays'
import type { Shown } from './what-was-asked'

/** What becomes of the money. */
const moneyBack = ({ payment }: Shown): string => {
  if (payment?.state === 'paid') return '付的钱全部退回。'
  return payment?.state === 'due' ? '还没有付钱，不收钱。' : ''
}

/** Takes the question back after asking whether that is meant. @param done e.g. goes on to another doctor */
export const useWithdraw = (of: Shown, { title, yes }: { title: string; yes: string }, done: () => void) => {
  const { consultationId } = of
  const { act, busy, problem } = useAct(
    'withdraw-consultation',
    (input: { consultationId: string }, idempotencyKey) => consultations.withdraw({ params: input, idempotencyKey }),
    { changes: [...orderChanges, ['consultation-doctors']], done },
  )
  const ask = async () => {
    const words = `撤回后医生就看不到了。${moneyBack(of)}`
    if (await confirm({ title, words, yes, no: '不撤回', danger: true })) await act({ consultationId })
  }
  return { busy, problem, ask: () => void ask() }
}
