import { type PayFault, type PayFaultCommand } from './faults'
import { type Sent } from './callbacks'
import { type PaySettings } from './pay'
import { type Callback, type Order, type Refund, type RefundStatus } from './records'
import { type PaymentParameters } from './request-payment'

type Call = <Answer>(method: 'GET' | 'POST', path: string, body?: object) => Promise<Answer>
type State = { mchid: string; settings: PaySettings; faults: PayFault[] }
/** A callback's id, or the number of the order or refund it is about. */
type Which = { id?: string; about?: string }
type Payment = ({ prepay_id: string } | { parameters: PaymentParameters }) & {
  openid?: string
  persona?: string
  late?: boolean
}

/** What tests do at the sandbox WeChat Pay. */
export function drivePay(call: Call) {
  return {
    /** The person pays; rejects when WeChat would not let them. The callback goes out meanwhile (`settle`). */
    pay: (payment: Payment) => call<Order>('POST', '/sandbox/pay', payment),
    misbehave: (fault: PayFaultCommand) => call<State>('POST', '/__pay/control', fault),
    behave: () => call<State>('POST', '/__pay/control', { clear: true }),
    set: (settings: Partial<PaySettings>) => call<State>('POST', '/__pay/control', { settings }),
    state: () => call<State>('GET', '/__pay/control'),
    /** Resolves when refunds and callbacks have got as far as the sandbox's clock lets them. */
    settle: () => call<object>('POST', '/__pay/settle'),
    /** Sends now what waits, or what is named even when it was told already. */
    deliverCallbacks: (which: Which & { copies?: number } = {}) =>
      call<Sent[]>('POST', '/__pay/callbacks/deliver', which),
    /** The first message about it once more, byte by byte. */
    replayCallback: (which: Which = {}) => call<Sent>('POST', '/__pay/callbacks/replay', which),
    /** Oldest first; at most the last 1,000. */
    sentCallbacks: () => call<Sent[]>('GET', '/__pay/callbacks/sent'),
    settleRefund: (outRefundNo: string, status: RefundStatus) =>
      call<Refund>('POST', `/__pay/refunds/${encodeURIComponent(outRefundNo)}`, { status }),
    /** The truth, to compare ours with. */
    books: () => call<{ orders: Order[]; refunds: Refund[]; callbacks: Callback[] }>('GET', '/__pay/books'),
  }
}
