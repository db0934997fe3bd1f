import type { Order } from 'shared/payments/model'
import type { Loaded } from '../../../api/use-load'
import { replace } from '../../../navigation'
import { routes } from '../../../routes'
import { EmptyState, Loading } from '../../../ui/states'

/** An order that a link names; the link may be broken, or have been sent to somebody who may not see it. */
export const FoundOrder = ({ of, children }: { of: Loaded<Order>; children: (order: Order) => React.ReactNode }) =>
  of.data === undefined && (of.problem?.code === 'not_found' || of.problem?.code === 'validation_failed') ? (
    <EmptyState
      icon="help"
      title="没有找到这笔费用"
      words="可能链接不完整，或者这不是您和家人的费用。"
      doors={[{ words: '看缴费记录', onTap: () => replace(routes.orders) }]}
    />
  ) : (
    <Loading of={of}>{children}</Loading>
  )
