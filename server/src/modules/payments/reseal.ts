import type { Context } from '../../context'
import { resealRows } from '../../security/reseal'
import { PaymentRefund } from './payment-refund.entity'

/** After a change of keys: what an older key sealed is sealed anew. */
export const resealPayments = ({ db, cipher }: Context): Promise<void> =>
  resealRows(db, cipher, PaymentRefund, 'refundId', { statement: 'statement', receivedBy: 'statement' })
