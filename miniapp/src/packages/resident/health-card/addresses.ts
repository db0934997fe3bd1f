/** Addresses inside this feature; showing the card is in routes.ts. All act for whom was chosen last. */
const base = '/packages/resident/health-card'
export const addresses = {
  open: `${base}/open`,
  /** 挂失与换卡 */
  care: `${base}/care`,
  usages: `${base}/usages`,
} as const
