/** Addresses within a doctor's 在线问诊; the queue and one consultation are in src/routes.ts. All but the last three take consultationId. */
const base = '/packages/doctor/consultations'

export const addresses = {
  accept: `${base}/accept`,
  records: `${base}/records`,
  stop: `${base}/stop`,
  clinic: `${base}/clinic`,
  /** 写小结; amends=1: a new version of the signed one. */
  finish: `${base}/finish`,
  summary: `${base}/summary`,
  transfer: `${base}/transfer`,
  desk: `${base}/desk`,
  /** 以前的问诊. */
  ended: `${base}/ended`,
  phrases: `${base}/phrases`,
} as const
