/** What the identity contracts speak of: people, whom an account acts for, consents, proxies, appeals. */
import * as z from 'zod/mini'
import { Count, Day, Id, Instant, PlatformId, growing, words } from '../kernel/schemas'

/** Checked again, with its check character and birth date, by `identityNumberProblem` of ./identity-number. */
export const IdentityNumber = z.string().check(z.trim(), z.toUpperCase(), z.regex(/^\d{17}[\dX]$/))

export const relations = [
  'father',
  'mother',
  'spouse',
  'child',
  'sibling',
  'grandparent',
  'grandchild',
  'other',
] as const
export const Relation = z.enum(relations)
/** What somebody may do for another person. */
export const scopes = ['card', 'appointments', 'records'] as const
export const Scope = z.enum(scopes)
export const Scopes = z.array(Scope).check(z.minLength(1), z.maxLength(3))

/** Six digits, told by one person to another or to a phone. */
export const OneTimeCode = z.string().check(z.regex(/^\d{6}$/))

/** A person as shown to somebody who may act for them: masked (王*, 9900**********0019). */
export const PersonSummary = z.object({
  personId: Id,
  name: z.string(),
  identityNumber: z.string(),
  phone: z.nullable(z.string()),
  sex: z.enum(['male', 'female', 'other', 'unknown']),
  birthDate: Day,
  age: Count,
})

/** One person the account may act for, and why. `self` first. */
export const ActsFor = z.object({
  linkId: Id,
  basis: z.enum(['self', 'member', 'proxy']),
  relation: z.nullable(Relation),
  scope: z.array(growing(scopes)),
  endsOn: z.nullable(Day),
  /** `pending`: waits for the code that went to the member's own phone. */
  state: z.enum(['pending', 'active']),
  person: PersonSummary,
})

export const staffRoles = ['doctor', 'staff', 'administrator'] as const
export const StaffRole = z.enum(staffRoles)
const Position = z.object({
  role: growing(staffRoles),
  institutionId: PlatformId,
  institutionName: z.string(),
  practitionerId: z.nullable(PlatformId),
})

export const consentKinds = ['privacy', 'health_data', 'consultation'] as const
export const ConsentKind = z.enum(consentKinds)
export const Consent = z.object({
  kind: growing(consentKinds),
  version: z.string(),
  givenAt: Instant,
  withdrawnAt: z.nullable(Instant),
})

export const Me = z.object({
  accountId: Id,
  phone: z.nullable(z.string()),
  self: z.nullable(PersonSummary),
  positions: z.array(Position),
  secondFactor: z.object({ required: z.boolean(), set: z.boolean(), validUntil: z.nullable(Instant) }),
  consents: z.array(Consent),
  /** The versions that must be agreed to now. */
  consentVersions: z.object({ privacy: z.string(), health_data: z.string(), consultation: z.string() }),
})

export const Tokens = z.object({
  accessToken: z.string(),
  /** Seconds the access token lives, at most 900. */
  expiresIn: Count,
  refreshToken: z.string(),
})

export const Proxy = z.object({
  linkId: Id,
  person: PersonSummary,
  /** Who acts, masked; a doctor or village doctor by full name, since patients know them by it. */
  actorName: z.string(),
  scope: z.array(growing(scopes)),
  endsOn: Day,
  state: z.enum(['active', 'ended']),
  recordedInPerson: z.boolean(),
})

/** A refusal `person_conflict` of a registration holds one too, in its details. */
export const RegistrationCase = z.object({ caseNumber: z.string(), expiresAt: Instant })

export const AppealState = z.enum(['open', 'upheld', 'rejected'])
export const Appeal = z.object({
  appealId: Id,
  state: AppealState,
  statement: z.string(),
  createdAt: Instant,
  decidedAt: z.nullable(Instant),
  decisionReason: z.nullable(z.string()),
})

export const Identification = { name: words(2, 40), identityNumber: IdentityNumber }
