/** The only door of this module. */
export {
  type ActingFor,
  type ActorAndPerson,
  type Audited,
  auditedAs,
  findActing,
  groundsFor,
  mayActFor,
  peopleOf,
} from './acting'
export { createAuthenticate } from './authenticate'
export { consentInForce, giveConsent } from './consents'
export { countToday, countedToday } from './day-counts'
export { createFirstInvitation } from './first-invitation'
export { consentMapping, proxyMapping } from './fhir'
export { healthDataRefusal, healthDataWithheld, holdHealthData } from './health-data'
export { identityJobs } from './jobs'
export type { Kept, Neighbours, Owner, PersonalData, Section, Withdrawal } from './neighbours'
export { Person } from './person.entity'
export {
  type PersonSummary,
  ageOn,
  findPeopleByIds,
  findPersonByPlatformId,
  openName,
  showPerson,
  upsertPerson,
} from './person'
export { adultAge } from './policy'
export { institutionOf, positionAt } from './positions'
export { type Contact, type Recipient, accountsOfDoctor, contactsOf, peopleToTellOf, recipientsFor } from './recipients'
export { identityRoutes } from './routes'
export { provePasscode } from './second-factor'
export { selvesOf } from './selves'
export type { Position, Session } from './session'
export { createSocketSessions } from './socket-sessions'
export { staffNames } from './staff-names'
