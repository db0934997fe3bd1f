/** The only door of this module. */
export { cardData } from './card-data'
export { healthCardJobs } from './jobs'
export { healthCardRoutes } from './routes'
export type { CardStep } from './steps'
export type { NotVerified, Verified, Verifier } from './verify'
export { verifyCardAtDesk } from './verify-at-desk'
