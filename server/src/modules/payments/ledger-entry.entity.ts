import { Column, Entity, PrimaryColumn } from 'typeorm'

/**
 * 复式记账. The entries of one movement sum to zero; entries are never changed or removed. Accounts: `wechat` (what
 * WeChat holds for us), `institution:<id>` (what it earned, negative), `refund_payable`, `unclaimed` (late or paid twice).
 */
@Entity('ledger_entry')
export class LedgerEntry {
  /** `payment:<out_trade_no>`, `refund:<refund id>` (decided), `withdrawn:<refund id>`, `refunded:<refund id>`. */
  @PrimaryColumn({ name: 'movement', type: 'varchar', length: 80 })
  movement: string
  @PrimaryColumn({ name: 'account', type: 'varchar', length: 80 })
  account: string
  /** Fen; debits positive, credits negative. */
  @Column({ name: 'amount', type: 'int' })
  amount: number
  @Column({ name: 'order_id', type: 'char', length: 36 })
  orderId: string
  @Column({ name: 'at', type: 'datetime', precision: 3 })
  at: Date
}
