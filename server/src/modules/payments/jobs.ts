import type { Context } from '../../context'
import type { Job } from '../../jobs/scheduler'
import { reconcileDue } from './bills/reconcile-due'
import { expireOrders } from './expire'
import { pollTrades } from './poll'
import type { PurposeOwners } from './purpose-owner'
import { resealPayments } from './reseal'
import { sendRefunds } from './send-refunds'

/** Each claims its rows by moving their next step on, so that a job's lease which ran out does no harm. */
export const paymentJobs = (context: Context, owners: PurposeOwners): Job[] => [
  {
    name: 'payments-expire',
    does: '过了付款时间的订单关掉，号或问诊放开',
    everySeconds: 5,
    leaseSeconds: 300,
    run: () => expireOrders(context, owners),
  },
  {
    name: 'payments-poll',
    does: '没有收到微信付款结果的，去问微信',
    everySeconds: 10,
    leaseSeconds: 300,
    run: () => pollTrades(context, owners),
  },
  {
    name: 'payments-refunds',
    does: '把要退的钱退回去',
    everySeconds: 5,
    leaseSeconds: 300,
    run: () => sendRefunds(context, owners),
  },
  {
    name: 'payments-reconcile',
    does: '取微信的对账单，和我们的账逐笔核对',
    everySeconds: 300,
    leaseSeconds: 1800,
    run: stopping => reconcileDue(context, owners, stopping),
  },
  {
    name: 'payments-reseal',
    does: '换密钥后，把支付资料用新密钥重新加密',
    everySeconds: 3600,
    leaseSeconds: 3600,
    run: () => resealPayments(context),
  },
]
