import type { Appointment } from 'shared/appointments/model'
import { dayOf } from '../../../ui/words'
import { refundSentence } from '../../../features/payments/words'
import { cancelWords, changeWords, receiptWords, stateSentence } from './state-sentences'

const today = dayOf()
/** 07:31 of today in the county. */
const at = new Date(Date.parse(`${today}T07:31:00Z`) - 8 * 60 * 60 * 1000).toISOString()

const booked: Appointment = {
  appointmentId: '01890000-0000-7000-8000-000000000001',
  personId: '01890000-0000-7000-8000-000000000002',
  personName: '林**',
  status: 'booked',
  session: {
    sessionId: 's',
    institutionId: 'o',
    institutionName: '青石镇卫生院',
    departmentId: 'd',
    departmentName: '全科门诊',
    doctorId: 'p',
    doctorName: '张文华',
    doctorTitle: null,
    grade: 'ordinary',
    day: today,
    period: 'morning',
    startsAt: '08:00',
    endsAt: '12:00',
    place: null,
    fee: 0,
    state: 'open',
  },
  slotId: 'x',
  from: '09:00',
  to: '09:30',
  pool: 'public',
  queueNumber: null,
  peopleAhead: null,
  followUp: false,
  fee: 0,
  payment: null,
  bring: [],
  createdAt: at,
  lastChange: { at, by: 'clinic', byName: '青石镇卫生院', reason: null },
  cancelUntil: at,
  can: { cancel: true, move: true, followUpUntil: null },
  relay: { state: 'delivered', at },
}

test('whoever changed it last is named with what they did', () => {
  expect(changeWords(booked)).toBe('青石镇卫生院 今天 07:31 确认了这个号')
  const own = { ...booked, lastChange: { ...booked.lastChange, by: 'self' as const, byName: '本人' } }
  expect(changeWords(own)).toBe('本人 今天 07:31 约了这个号')
  expect(changeWords({ ...own, status: 'cancelled' })).toBe('本人 今天 07:31 取消了这个号')
})

test('nobody is told that they cancelled what the clinic cancelled', () => {
  const stopped = { ...booked, status: 'cancelled' as const }
  expect(stateSentence(stopped)).toContain('对不住')
  const own = { ...stopped, lastChange: { ...booked.lastChange, by: 'proxy' as const } }
  expect(stateSentence(own)).toBe('号已经退了，别人可以约。')
})

test('a follow-up is offered with its last day', () => {
  const seen = { ...booked, status: 'fulfilled' as const, can: { cancel: false, move: false, followUpUntil: null } }
  expect(stateSentence(seen)).toBe('看完了，祝早日康复。')
  const due = { ...seen, can: { ...seen.can, followUpUntil: `${today.slice(0, 4)}-11-24` } }
  expect(stateSentence(due)).toContain('11月24日以前')
})

test('the receipt says where the record is', () => {
  expect(receiptWords(booked)).toBe('已送达县平台 今天 07:31')
  expect(receiptWords({ ...booked, relay: { state: 'waiting' } })).toContain('正在送往县平台')
  expect(receiptWords({ ...booked, relay: { state: 'refused', why: '档案缺失' } })).toContain('档案缺失')
})

describe('with a fee paid on the phone', () => {
  const payment = { state: 'due' as const, orderId: booked.appointmentId, amount: 1500, refunded: 0, payBefore: at }
  const due = { ...booked, status: 'pending' as const, fee: 1500, payment }
  const inState = (state: NonNullable<Appointment['payment']>['state']) => ({ ...due, payment: { ...payment, state } })

  test('a number that waits for its payment is not said to wait for the clinic', () => {
    expect(stateSentence(due)).toContain('付了款才算约上')
    expect(stateSentence(inState('paid'))).toContain('等青石镇卫生院确认')
  })

  test('a cancel says beforehand what comes back and when', () => {
    expect(cancelWords(due)).toBe('还没有付钱，取消了不收钱，也不算失约。')
    expect(cancelWords(inState('paid'))).toBe(
      '今天 上午 7:31 前取消不算失约，挂号费 ¥15.00 全部退给您。付的零钱马上到账；付的银行卡要 1–3 个工作日。',
    )
    expect(cancelWords({ ...due, payment: null })).toBe('今天 上午 7:31 前取消不收钱，也不算失约。')
  })

  test('afterwards it says where the money is', () => {
    expect(refundSentence(inState('refunding'))).toContain('正在退')
    expect(refundSentence(inState('refunded'))).toBe('挂号费 ¥15.00 已经退回您付款的地方。')
    expect(refundSentence(due)).toBe('')
  })

  test('an unpaid number that was given back blames nobody', () => {
    const ended = { ...due, status: 'cancelled' as const, lastChange: { ...booked.lastChange, by: 'system' as const } }
    expect(stateSentence(ended)).toBe('这个号没有约成。可以马上再约一个，不算您失约。')
  })
})
