import type { Order } from 'shared/payments/model'
import { paymentsDesk } from '../../../api/payments-desk'
import { useLoad, type Loaded } from '../../../api/use-load'

/** One booking's order as it stands now; every act at the desk asks for it anew. */
export const useOrderAtDesk = (appointmentId: string, when = true): Loaded<Order> =>
  useLoad(['desk', 'order', appointmentId], () => paymentsDesk.deskOrder({ params: { appointmentId } }), { when })
