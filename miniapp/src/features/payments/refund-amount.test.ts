import { refundAmount } from './refund-amount'

test('a part of what is left, in fen', () => {
  expect(refundAmount('5.5', 1000)).toEqual({ amount: 550 })
  expect(refundAmount('10', 1000)).toEqual({ amount: 1000 })
})

test('never more than is left, and never nothing', () => {
  expect(refundAmount('10.01', 1000)).toEqual({ wrong: '最多还能退 ¥10.00。' })
  expect(['', '0', '0.00', '-5', '五元'].map(yuan => refundAmount(yuan, 1000))).toEqual(
    Array.from({ length: 5 }, () => ({ wrong: '请填退多少钱，比如 5 或 5.50。' })),
  )
})
