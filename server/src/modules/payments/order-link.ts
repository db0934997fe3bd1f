/** The phone's page of one order. */
export const orderLink = (orderId: string): string => `packages/resident/payments/order?orderId=${orderId}`
