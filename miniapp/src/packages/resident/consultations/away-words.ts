import { leadsNowhere } from '../../../features/consultations/words'
import { deadlineWords } from '../../../ui/words'
import type { Shown } from './what-was-asked'

type Waiting = Pick<Shown, 'doctorAway' | 'acceptBefore' | 'payment'>

/** How long it waits at most, and what becomes of the money then. Null: it is not paid for yet. */
export const waitsUntil = ({ acceptBefore, payment }: Waiting): string | null =>
  acceptBefore && `最晚 ${deadlineWords(acceptBefore)} 前没有医生接诊，会自动结束${payment ? '，付的钱全部退回' : ''}。`

/** Of a question whose doctor is not there: what to expect, and that one need not wait. Null: the doctor is there. */
export const awayWords = (of: Waiting): string | null => {
  const { doctorAway, payment } = of
  if (!doctorAway) return null
  const away = doctorAway === 'left' ? '这位医生现在不在线上看病了' : '医生现在不在岗'
  if (leadsNowhere(of)) return `${away}，请不要付款。撤回这次提问，去问别的医生。`
  if (payment?.state === 'due') return `${away}，付了款也不知道要等多久。不想等，可以撤回，去问别的医生。`
  const wait = doctorAway === 'left' ? '可以去问别的医生。' : '可以再等等，也可以去问别的医生。'
  return `${away}，${wait}${waitsUntil(of) ?? ''}`
}
