import type { Context } from '../../context'
import type { PaymentOrder } from './payment-order.entity'
import type { PurposeOwners } from './purpose-owner'

/** The owner may tell phones of what it did; whoever is not told finds out by asking. */
export const afterCommit = async (
  { clock, log }: Pick<Context, 'clock' | 'log'>,
  owners: PurposeOwners,
  { purpose, purposeId }: Pick<PaymentOrder, 'purpose' | 'purposeId'>,
): Promise<void> => {
  try {
    await owners[purpose].committed?.({ purposeId, at: clock.now() })
  } catch (error) {
    log.warn({ err: error }, 'phones were not told of an order')
  }
}
