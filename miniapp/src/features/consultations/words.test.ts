import type { DoctorAway } from 'shared/consultations/model'
import { awaited } from './words'

const line = {
  status: 'planned' as const,
  outcome: null,
  payment: null,
  unread: 0,
  awaiting: 'doctor' as 'doctor' | 'resident' | null,
  doctorAway: null as DoctorAway,
}
const running = { ...line, status: 'in-progress' as const }
const payment = { orderId: '01990000-0000-7000-8000-00000000c001', amount: 500, payBefore: null }

it.each([
  ['waits for the doctor to accept', line, '等医生接诊，接了会通知您', false],
  ['is asked something before', { ...line, awaiting: 'resident' as const }, '医生想先问清楚，等您回答', true],
  ['was not paid', { ...line, awaiting: null, payment: { ...payment, state: 'due' as const } }, '还差付款', true],
  [
    'was not paid, and nobody would answer',
    { ...line, payment: { ...payment, state: 'due' as const }, doctorAway: 'left' as const },
    '请不要付款',
    true,
  ],
  ['was paid', { ...line, payment: { ...payment, state: 'paid' as const } }, '等医生接诊', false],
  ['waits for an answer', running, '等医生回复，回了会通知您', false],
  ['is to answer', { ...running, awaiting: 'resident' as const }, '等您回复医生', true],
  ['has words to read', { ...running, unread: 3 }, '有 3 条新消息没看', true],
  [
    'was sent to a clinic',
    { ...running, status: 'finished' as const, outcome: 'clinic' as const },
    '医生请您到医院看',
    true,
  ],
])('says on the first page what comes next: %s', (_, of, words, ours) => {
  expect(awaited(of)).toEqual({ words: expect.stringContaining(words), ours })
})
