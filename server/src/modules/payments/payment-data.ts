/** The payments' part of the data copy and of deleting an account (个人信息保护法 art. 45, 47). */
import { In } from 'typeorm'
import type { OrderState } from 'shared/payments/model'
import type { Context } from '../../context'
import { type Db, managerOf } from '../../db/transaction'
import type { Owner, PersonalData } from '../identity'
import { PaymentOrder } from './payment-order.entity'
import { PaymentTrade } from './payment-trade.entity'
import { showOrders } from './show-order'

const stateWords: Record<OrderState, string> = { open: '待付款', paid: '已付款', closed: '已关闭' }

const yuan = (fen: number): string => (fen / 100).toFixed(2)

/** For the person themselves, and what the account paid for others. */
const ordersOf = async (db: Db, { accountId, selfPersonId }: Owner): Promise<PaymentOrder[]> => {
  const paid = await managerOf(db).findBy(PaymentTrade, { accountId, state: 'paid' })
  const where = [{ orderId: In(paid.map(t => t.orderId)) }, ...(selfPersonId ? [{ personId: selfPersonId }] : [])]
  return managerOf(db).find(PaymentOrder, { where, order: { createdAt: 'ASC' } })
}

export const paymentData = (context: Context): PersonalData => ({
  async copy(db, owner) {
    const orders = await showOrders({ ...context, db }, await ordersOf(db, owner), owner.accountId)
    return [
      {
        title: '付款和退款',
        rows: orders.map(({ personId, what, payee, amount, state, createdAt, paidAt, refunds }) => ({
          就诊人: personId === owner.selfPersonId ? '本人' : '代他人付款',
          // Of others the money alone: which doctor they saw is theirs.
          事项: personId === owner.selfPersonId ? what : null,
          收款单位: payee,
          金额: yuan(amount),
          状态: stateWords[state],
          下单时间: createdAt,
          付款时间: paidAt,
          退款:
            refunds.map(r => `${yuan(r.amount)} 元，${r.words}，到账 ${r.settledAt ?? '还没有'}`).join('；') || null,
        })),
      },
    ]
  },
  kept: [
    {
      what: '付款、退款和对账记录',
      until: '不少于 30 年',
      rule: '《会计档案管理办法》第十四条及附表（会计凭证保管 30 年）',
    },
  ],
})
