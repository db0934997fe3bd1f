import { awayWords, waitsUntil } from './away-words'

const paid = { state: 'paid' as const, orderId: '', amount: 500, payBefore: null }
const waiting = { doctorAway: null, acceptBefore: '2026-11-22T10:00:00.000Z', payment: null }

it('says until when a question waits, and of the money only where there is some', () => {
  expect(waitsUntil(waiting)).toMatch(/^最晚 .*18:00 前没有医生接诊，会自动结束。$/)
  expect(waitsUntil({ ...waiting, payment: paid })).toMatch(/会自动结束，付的钱全部退回。$/)
})

it('says nothing of a doctor who is there', () => {
  expect(awayWords(waiting)).toBeNull()
})

it('says that the doctor is away, how long it waits at most, and that one may ask another', () => {
  const words = awayWords({ ...waiting, doctorAway: 'off_duty', payment: paid })
  expect(words).toMatch(/^医生现在不在岗，可以再等等，也可以去问别的医生。最晚 .* 18:00 前.*付的钱全部退回。$/)
  expect(awayWords({ ...waiting, doctorAway: 'left' })).toMatch(/^这位医生现在不在线上看病了，可以去问别的医生。最晚/)
})

it('does not send somebody to pay for a doctor who is away', () => {
  const due = { ...paid, state: 'due' as const }
  const words = awayWords({ doctorAway: 'off_duty', acceptBefore: null, payment: due })
  expect(words).toBe('医生现在不在岗，付了款也不知道要等多久。不想等，可以撤回，去问别的医生。')
  expect(awayWords({ doctorAway: 'left', acceptBefore: null, payment: due })).toMatch(/请不要付款。撤回/)
})
