/** Addresses inside this feature; the list is in routes.ts. */
const base = '/packages/doctor/residents'
export const addresses = {
  record: `${base}/record`,
  /** Takes linkId. */
  resident: `${base}/resident`,
} as const
