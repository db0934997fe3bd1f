/** Addresses inside the administrator's pages; the first page is in routes.ts. */
const base = '/packages/admin'
export const addresses = {
  deadLetters: `${base}/relay/dead-letters`,
  reconcile: `${base}/relay/reconcile`,
  /** of=consultations: leads to the rules of online consultation. */
  institutions: `${base}/rules/institutions`,
  /** Takes institutionId. */
  rules: `${base}/rules/rules`,
  /** Takes institutionId and group. */
  changeRules: `${base}/rules/change`,
  staff: `${base}/staff/list`,
  /** Takes staffId. */
  member: `${base}/staff/member`,
  invite: `${base}/staff/invite`,
  appeals: `${base}/appeals/list`,
  /** Takes appealId. */
  appeal: `${base}/appeals/appeal`,
  audit: `${base}/audit/search`,
  jobs: `${base}/jobs/list`,
  paymentDays: `${base}/payments/days`,
  /** Takes day. */
  paymentDay: `${base}/payments/day`,
  paymentAlarms: `${base}/payments/alarms`,
  /** Takes appointmentId, or asks for it. */
  refund: `${base}/payments/refund`,
  consultations: `${base}/consultations/list`,
  /** Takes consultationId. */
  consultation: `${base}/consultations/view`,
  consultationComplaints: `${base}/consultations/complaints`,
  /** Takes institutionId. */
  consultationRules: `${base}/consultations/rules`,
} as const
