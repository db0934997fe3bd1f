/** Addresses inside the desk; its first page is in routes.ts. */
const base = '/packages/staff/desk'
export const addresses = {
  checkIn: `${base}/check-in`,
  verify: `${base}/verify`,
  registration: `${base}/registration`,
  /** Takes sessionId. */
  stop: `${base}/stop`,
  blocks: `${base}/blocks`,
  /** Takes blockId. */
  block: `${base}/block`,
} as const
