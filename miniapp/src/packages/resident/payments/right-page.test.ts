import type { Order } from 'shared/payments/model'
import { placeOf } from './right-page'

const now = Date.parse('2026-11-22T01:00:00.000Z')
const open: Order = {
  orderId: '01890000-0000-7000-8000-000000000001',
  purpose: 'appointment',
  purposeId: '01890000-0000-7000-8000-000000000002',
  personId: '01890000-0000-7000-8000-000000000003',
  personName: '许**',
  what: '11月23日 上午 内科 李明 挂号费',
  payee: '云溪县人民医院',
  amount: 1500,
  state: 'open',
  createdAt: '2026-11-22T00:50:00.000Z',
  payBefore: '2026-11-22T01:05:00.000Z',
  paidAt: null,
  refunds: [],
  can: { pay: true },
}
const late: Order['refunds'][number] = {
  refundId: '01890000-0000-7000-8000-000000000004',
  amount: 1500,
  reason: 'late',
  words: '付款时号已经放回',
  state: 'processing',
  requestedAt: '2026-11-22T01:10:00.000Z',
  settledAt: null,
  receivedBy: null,
}

test.each<[string, Partial<Order>, ReturnType<typeof placeOf>]>([
  ['waits for payment', {}, 'pay'],
  ['was paid, here or on another phone', { state: 'paid', can: { pay: false } }, 'proof'],
  ['was paid and is refunded', { state: 'paid', can: { pay: false }, refunds: [late] }, 'order'],
  ['was paid after it was closed', { state: 'closed', can: { pay: false }, refunds: [late] }, 'order'],
  ['was closed', { state: 'closed', payBefore: null, can: { pay: false } }, 'over'],
  ['was given up and is being closed', { payBefore: null, can: { pay: false } }, 'over'],
  ['is past its time and being asked about', { payBefore: '2026-11-22T00:59:00.000Z', can: { pay: false } }, 'over'],
  ['waits while WeChat Pay is not to be had', { can: { pay: false } }, 'unavailable'],
])('an order that %s', (_, some, place) => {
  expect(placeOf({ ...open, ...some }, now)).toBe(place)
})

test('a phone whose clock is ahead may still pay: the server says until when', () => {
  expect(placeOf(open, now + 3_600_000)).toBe('pay')
})
