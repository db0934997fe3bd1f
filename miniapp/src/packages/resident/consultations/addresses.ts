/** Addresses within 在线问诊. What other packages link to stands in src/routes.ts. */
const base = '/packages/resident/consultations'

export const consultationAddresses = {
  /** 问哪位医生: takes personId. */
  doctors: `${base}/doctors`,
  /** 提问: takes doctorId and personId. */
  ask: `${base}/ask`,
  /** Takes consultationId. */
  summary: `${base}/summary`,
  /** Takes consultationId. */
  rate: `${base}/rate`,
  /** Takes consultationId. */
  complain: `${base}/complain`,
} as const
