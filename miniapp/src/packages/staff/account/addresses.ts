/** Addresses inside this feature; those that others link to are in routes.ts. */
export const addresses = { locked: '/packages/staff/account/locked' } as const
