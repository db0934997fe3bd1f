/** Addresses inside this feature; what other packages link to is in routes.ts. */
const base = '/packages/resident/identity'
export const addresses = {
  memberAdd: `${base}/member-add`,
  /** Takes linkId. */
  memberCode: `${base}/member-code`,
  /** Takes linkId. */
  member: `${base}/member`,
  proxyAdd: `${base}/proxy-add`,
  /** Takes kind. */
  consent: `${base}/consent`,
  deleteAccount: `${base}/delete-account`,
} as const
