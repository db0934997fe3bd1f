/** Addresses within 缴费; what other packages link to stands in src/routes.ts. */
export const paymentAddresses = {
  /** 收据: takes orderId. */
  receipt: '/packages/resident/payments/receipt',
} as const
