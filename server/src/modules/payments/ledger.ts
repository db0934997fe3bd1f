/** 复式记账: a movement's entries are written once, sum to zero and are never changed. */
import { insertRows } from '../../db/insert-rows'
import type { Tx } from '../../db/transaction'

/** What WeChat holds for us. */
export const wechatAccount = 'wechat'
/** Decided to be given back, not yet arrived. */
export const refundPayable = 'refund_payable'
/** Paid late or twice: nobody earned it. */
export const unclaimed = 'unclaimed'
export const institutionAccount = (institutionId: string): string => `institution:${institutionId}`

export interface Movement {
  /** Unique: a second time is refused by the key. */
  movement: string
  orderId: string
  /** Fen: `amount` goes to `debit` and comes from `credit`. */
  amount: number
  debit: string
  credit: string
  at: Date
}

/** In the transaction of what happened. @throws a duplicate-key error when the movement was written already */
export const writeMovement = (tx: Tx, { movement, orderId, amount, debit, credit, at }: Movement): Promise<void> =>
  insertRows(
    tx,
    'ledger_entry',
    [
      { account: debit, amount },
      { account: credit, amount: -amount },
    ].map(entry => ({ movement, ...entry, order_id: orderId, at })),
  )
