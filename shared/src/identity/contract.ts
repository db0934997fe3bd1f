/** Who somebody is and for whom they may act (实名, 家庭成员, 授权, 工作人员). Rules: docs/architecture.md, "Identity". */
import * as z from 'zod/mini'
import { endpoint } from '../kernel/endpoint'
import { Count, Day, Id, Instant, Phone, PlatformId, Secret, statement, words } from '../kernel/schemas'

/** Checked again, with its check character and birth date, by `identityNumberProblem` of ./identity-number. */
const IdentityNumber = z.string().check(z.trim(), z.toUpperCase(), z.regex(/^\d{17}[\dX]$/))

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
const Scopes = z.array(Scope).check(z.minLength(1), z.maxLength(3))

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
  scope: z.array(Scope),
  endsOn: z.nullable(Day),
  /** `pending`: waits for the code that went to the member's own phone. */
  state: z.enum(['pending', 'active']),
  person: PersonSummary,
})

export const StaffRole = z.enum(['doctor', 'staff', 'administrator'])
const Position = z.object({
  role: StaffRole,
  institutionId: PlatformId,
  institutionName: z.string(),
  practitionerId: z.nullable(PlatformId),
})

export const consentKinds = ['privacy', 'health_data'] as const
export const ConsentKind = z.enum(consentKinds)
const Consent = z.object({
  kind: ConsentKind,
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
  consentVersions: z.record(ConsentKind, z.string()),
})

export const Tokens = z.object({
  accessToken: z.string(),
  /** Seconds the access token lives, at most 900. */
  expiresIn: Count,
  refreshToken: z.string(),
})

const Proxy = z.object({
  linkId: Id,
  person: PersonSummary,
  /** Who acts, masked; a doctor or village doctor by full name, since patients know them by it. */
  actorName: z.string(),
  scope: z.array(Scope),
  endsOn: Day,
  state: z.enum(['active', 'ended']),
  recordedInPerson: z.boolean(),
})

export const AppealState = z.enum(['open', 'upheld', 'rejected'])
const Appeal = z.object({
  appealId: Id,
  state: AppealState,
  statement: z.string(),
  createdAt: Instant,
  decidedAt: z.nullable(Instant),
  decisionReason: z.nullable(z.string()),
})

const Staff = z.object({
  staffId: Id,
  displayName: z.string(),
  role: StaffRole,
  institutionId: PlatformId,
  institutionName: z.string(),
  practitionerId: z.nullable(PlatformId),
  disabledAt: z.nullable(Instant),
  lockedUntil: z.nullable(Instant),
  lastSeenAt: z.nullable(Instant),
})

const Passcode = z.string().check(z.minLength(8), z.maxLength(64), z.regex(/^[\x20-\x7e]+$/))
const OneTimeCode = z.string().check(z.regex(/^\d{6}$/))
const link = z.object({ linkId: Id })
const everyone = ['resident'] as const
const administrators = ['administrator'] as const
const Identification = { name: words(2, 40), identityNumber: IdentityNumber }

export const identityContract = {
  signIn: endpoint({
    method: 'POST',
    path: '/sign-in',
    summary: 'Sign in with a code of wx.login',
    access: 'public',
    body: z.object({ code: Secret }),
    reply: Tokens,
    errors: ['wechat_code_invalid', 'wechat_blocked', 'wechat_unavailable'],
    idempotency: 'none',
    limit: 'guess',
  }),
  refresh: endpoint({
    method: 'POST',
    path: '/sign-in/refresh',
    summary: 'Exchange a refresh token; using an old one ends the whole family',
    access: 'public',
    body: z.object({ refreshToken: Secret }),
    reply: Tokens,
    errors: ['refresh_token_invalid'],
    idempotency: 'none',
    limit: 'guess',
  }),
  signOut: endpoint({
    method: 'POST',
    path: '/sign-out',
    summary: 'End this session at once',
    access: everyone,
    idempotency: 'none',
  }),
  me: endpoint({ method: 'GET', path: '/me', summary: 'The signed-in account', access: everyone, reply: Me }),
  bindPhone: endpoint({
    method: 'POST',
    path: '/me/phone',
    summary: "Bind the phone number of WeChat's phone button",
    access: everyone,
    body: z.object({ code: Secret }),
    reply: z.object({ phone: z.string() }),
    errors: ['wechat_code_invalid', 'wechat_blocked', 'wechat_unavailable'],
  }),
  registerSelf: endpoint({
    method: 'POST',
    path: '/me/registration',
    summary: "Register oneself by real name against the county platform's people",
    access: everyone,
    body: z.object({ ...Identification, healthDataConsentVersion: z.string() }),
    reply: PersonSummary,
    status: 201,
    errors: [
      'identity_number_invalid',
      'person_not_found',
      'person_conflict',
      'person_bound_elsewhere',
      'already_registered',
      'consent_required',
      'county_platform_unavailable',
    ],
    limit: 'guess',
  }),
  giveConsent: endpoint({
    method: 'POST',
    path: '/me/consents',
    summary: 'Agree to a version of a consent',
    access: everyone,
    body: z.object({ kind: ConsentKind, version: words(1, 20) }),
    reply: Consent,
    errors: ['consent_version_unknown'],
  }),
  withdrawConsent: endpoint({
    method: 'DELETE',
    path: '/me/consents/:kind',
    summary: 'Withdraw a consent (个人信息保护法 art. 15)',
    access: everyone,
    params: z.object({ kind: ConsentKind }),
    errors: ['not_found'],
  }),
  dataCopy: endpoint({
    method: 'GET',
    path: '/me/data-copy',
    summary: "A copy of one's own data (个人信息保护法 art. 45)",
    access: everyone,
    reply: z.object({
      createdAt: Instant,
      sections: z.array(z.object({ title: z.string(), rows: z.array(z.record(z.string(), z.nullable(z.string()))) })),
    }),
  }),
  deleteAccount: endpoint({
    method: 'DELETE',
    path: '/me',
    summary: 'Delete the account; what the law keeps is told in the reply (个人信息保护法 art. 47)',
    access: everyone,
    reply: z.object({
      deletedAt: Instant,
      kept: z.array(z.object({ what: z.string(), until: z.string(), rule: z.string() })),
    }),
    errors: ['live_appointments', 'last_administrator'],
  }),

  people: endpoint({
    method: 'GET',
    path: '/people',
    summary: 'Everyone the account may act for, oneself first',
    access: everyone,
    reply: z.object({ people: z.array(ActsFor), memberLimit: Count }),
  }),
  addMember: endpoint({
    method: 'POST',
    path: '/members',
    summary: "Add a family member; a code goes to the member's own phone if another is on file",
    access: everyone,
    body: z.object({
      ...Identification,
      relation: Relation,
      scope: Scopes,
      /** 个人信息保护法 art. 31: under 14 the guardian consents. */
      guardianConsent: z._default(z.boolean(), false),
    }),
    reply: ActsFor,
    status: 201,
    errors: [
      'identity_number_invalid',
      'person_not_found',
      'person_conflict',
      'registration_required',
      'member_limit',
      'already_member',
      'guardian_consent_required',
      'guardian_too_young',
      'county_platform_unavailable',
    ],
    limit: 'guess',
  }),
  sendMemberCode: endpoint({
    method: 'POST',
    path: '/members/:linkId/code',
    summary: "Send the one-time code to the member's phone again",
    access: everyone,
    params: link,
    reply: z.object({ sentTo: z.string(), expiresAt: Instant }),
    errors: ['not_found', 'code_sent_recently'],
    limit: 'guess',
  }),
  confirmMember: endpoint({
    method: 'POST',
    path: '/members/:linkId/confirmation',
    summary: "Confirm with the code from the member's phone",
    access: everyone,
    params: link,
    body: z.object({ code: OneTimeCode }),
    reply: ActsFor,
    errors: ['not_found', 'code_wrong', 'code_expired', 'code_locked'],
    limit: 'guess',
  }),
  unbindMember: endpoint({
    method: 'DELETE',
    path: '/members/:linkId',
    summary: 'Unbind a family member',
    access: everyone,
    params: link,
    errors: ['not_found'],
  }),

  proxies: endpoint({
    method: 'GET',
    path: '/proxies',
    summary: 'Authorisations I gave for myself',
    access: everyone,
    reply: z.object({ proxies: z.array(Proxy) }),
  }),
  grantProxy: endpoint({
    method: 'POST',
    path: '/proxies',
    summary: 'Authorise a relative (by the phone bound to their account) or a doctor to act for me',
    access: everyone,
    body: z.object({
      grantee: z.discriminatedUnion('kind', [
        z.object({ kind: z.literal('relative'), phone: Phone, relation: Relation }),
        z.object({ kind: z.literal('doctor'), practitionerId: PlatformId }),
      ]),
      scope: Scopes,
      endsOn: Day,
    }),
    reply: Proxy,
    status: 201,
    errors: ['registration_required', 'grantee_not_found', 'end_date_invalid', 'already_authorised'],
    limit: 'guess',
  }),
  recordProxy: endpoint({
    method: 'POST',
    path: '/proxies/in-person',
    summary: 'A family or village doctor records the signed paper of a resident without a phone',
    access: ['doctor'],
    body: z.object({
      ...Identification,
      scope: Scopes,
      endsOn: Day,
      /** Where the signed paper is kept. */
      paperReference: words(2, 60),
    }),
    reply: Proxy,
    status: 201,
    errors: [
      'identity_number_invalid',
      'person_not_found',
      'person_conflict',
      'end_date_invalid',
      'already_authorised',
      'county_platform_unavailable',
    ],
    limit: 'guess',
  }),
  revokeProxy: endpoint({
    method: 'DELETE',
    path: '/proxies/:linkId',
    summary: 'Revoke an authorisation; works at once, by either side',
    access: everyone,
    params: link,
    errors: ['not_found'],
  }),

  appeals: endpoint({
    method: 'GET',
    path: '/identity-appeals',
    summary: 'My appeals',
    access: everyone,
    reply: z.object({ appeals: z.array(Appeal) }),
  }),
  appeal: endpoint({
    method: 'POST',
    path: '/identity-appeals',
    summary: '"Someone bound my identity"',
    access: everyone,
    body: z.object({ ...Identification, statement: statement(5, 500), phone: Phone }),
    reply: Appeal,
    status: 201,
    errors: ['identity_number_invalid', 'appeal_open'],
    limit: 'guess',
  }),
  appealsToDecide: endpoint({
    method: 'GET',
    path: '/admin/identity-appeals',
    summary: 'Appeals, open ones first',
    access: administrators,
    query: z.object({ state: z.optional(AppealState) }),
    reply: z.object({
      appeals: z.array(
        z.extend(Appeal, { name: z.string(), identityNumber: z.string(), phone: z.string(), boundAccounts: Count }),
      ),
    }),
  }),
  decideAppeal: endpoint({
    method: 'POST',
    path: '/admin/identity-appeals/:appealId/decision',
    summary: 'Uphold (unbinds the identity everywhere, the appellant may register) or reject, with the reason',
    access: administrators,
    params: z.object({ appealId: Id }),
    body: z.object({ outcome: z.enum(['upheld', 'rejected']), reason: statement(2, 500) }),
    reply: Appeal,
    errors: ['not_found', 'already_decided'],
  }),

  staff: endpoint({
    method: 'GET',
    path: '/admin/staff',
    summary: 'Staff of the county',
    access: administrators,
    query: z.object({ institutionId: z.optional(PlatformId) }),
    reply: z.object({ staff: z.array(Staff) }),
  }),
  inviteStaff: endpoint({
    method: 'POST',
    path: '/admin/invitations',
    summary: 'Invite a member of staff; the one-time code is shown once',
    access: administrators,
    body: z.object({
      role: StaffRole,
      institutionId: PlatformId,
      practitionerId: z.nullable(PlatformId),
      displayName: words(1, 40),
    }),
    reply: z.object({ code: z.string(), expiresAt: Instant }),
    status: 201,
    errors: ['institution_unknown', 'practitioner_unknown'],
    idempotency: 'none',
  }),
  acceptInvitation: endpoint({
    method: 'POST',
    path: '/invitations/acceptance',
    summary: 'Bind this WeChat identity to an invitation and set the passcode',
    access: everyone,
    body: z.object({ code: Secret, passcode: Passcode }),
    reply: Me,
    errors: ['invitation_invalid', 'passcode_wrong', 'passcode_locked'],
    idempotency: 'none',
    limit: 'guess',
  }),
  enterSecondFactor: endpoint({
    method: 'POST',
    path: '/second-factor',
    summary: 'Enter the passcode for this working period',
    access: everyone,
    body: z.object({ passcode: Passcode }),
    reply: z.object({ validUntil: Instant }),
    errors: ['passcode_wrong', 'passcode_locked', 'not_staff'],
    idempotency: 'none',
    limit: 'guess',
  }),
  setStaffDisabled: endpoint({
    method: 'PUT',
    path: '/admin/staff/:staffId/disabled',
    summary: 'Disable or enable a member of staff; works at once',
    access: administrators,
    params: z.object({ staffId: Id }),
    body: z.object({ disabled: z.boolean(), reason: statement(2, 200) }),
    reply: Staff,
    errors: ['not_found', 'last_administrator'],
  }),
  resetPasscode: endpoint({
    method: 'POST',
    path: '/admin/staff/:staffId/passcode-reset',
    summary: 'Unlock somebody who forgot their passcode: a new one-time code, shown once',
    access: administrators,
    params: z.object({ staffId: Id }),
    reply: z.object({ code: z.string(), expiresAt: Instant }),
    errors: ['not_found'],
    idempotency: 'none',
  }),
} as const
