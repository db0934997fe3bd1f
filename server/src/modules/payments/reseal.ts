import type { Context } from '../../context'
import { resealRows } from '../../security/reseal'
import { BillDifference } from './bills/bill-difference.entity'
import { PaymentRefund } from './payment-refund.entity'

/** After a change of keys: what an older key sealed is sealed anew. */
export const resealPayments = async ({ db, cipher }: Context): Promise<void> => {
  await resealRows(db, cipher, PaymentRefund, 'refundId', { statement: 'statement', receivedBy: 'statement' })
  await resealRows(db, cipher, BillDifference, 'differenceId', { note: 'statement' })
}
