import { paymentsAdmin } from '../../../api/payments-admin'
import { useLoad } from '../../../api/use-load'

export type PaymentDays = Awaited<ReturnType<typeof paymentsAdmin.paymentDays>>
export type PaymentDay = Awaited<ReturnType<typeof paymentsAdmin.paymentDay>>

export const paymentDaysKey = ['payment-days'] as const
export const usePaymentDays = () => useLoad(paymentDaysKey, () => paymentsAdmin.paymentDays({}))
export const usePaymentDay = (day: string) =>
  useLoad([...paymentDaysKey, day], () => paymentsAdmin.paymentDay({ params: { day } }))
