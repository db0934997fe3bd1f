import type { Appointment } from 'shared/appointments/model'
import { dayOf } from '../../../ui/words'
import { changeWords, leftWords, receiptWords, stateSentence } from './state-sentences'

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

test('what is left of an offer is told in two units', () => {
  expect(leftWords(3 * 3_600_000 + 12 * 60_000 + 59_000)).toBe('3 小时 12 分')
  expect(leftWords(750_000)).toBe('12 分 30 秒')
  expect(leftWords(-5)).toBe('0 分 0 秒')
})
