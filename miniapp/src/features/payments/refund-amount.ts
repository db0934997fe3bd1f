import { fenOf, moneyWords } from '../../ui/words'

/** What was typed in yuan as fen, within what is left to refund; else what is wrong with it. */
export const refundAmount = (yuan: string, left: number): { amount: number } | { wrong: string } => {
  const amount = fenOf(yuan)
  if (Number.isNaN(amount) || amount < 1) return { wrong: '请填退多少钱，比如 5 或 5.50。' }
  return amount > left ? { wrong: `最多还能退 ${moneyWords(left)}。` } : { amount }
}
