import type { Appointment as Shown } from 'shared/appointments/model'
import type { Db } from '../../../db/transaction'
import { ordersFor } from '../../payments'
import type { Appointment } from '../appointment.entity'

/** How the fees stand, by appointment; asks nothing where nothing is to be paid on the phone. */
export const paymentsOf = async (db: Db, rows: readonly Appointment[]): Promise<Map<string, Shown['payment']>> => {
  const paid = rows.filter(a => a.paymentState !== null)
  const orders = await ordersFor(
    db,
    'appointment',
    paid.map(a => a.appointmentId),
  )
  return new Map(
    paid.map(({ appointmentId, paymentState }) => {
      const { payBefore, orderId, amount, refunded } = orders.get(appointmentId)!
      const until = payBefore?.toISOString() ?? null
      return [appointmentId, { state: paymentState!, orderId, amount, refunded, payBefore: until }]
    }),
  )
}

export const paymentOf = async (db: Db, a: Appointment): Promise<Shown['payment']> =>
  (await paymentsOf(db, [a])).get(a.appointmentId) ?? null
