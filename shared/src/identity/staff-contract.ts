/** What those who work here do about identity: their own access, and what an administrator decides. */
import * as z from 'zod/mini'
import { endpoint } from '../kernel/endpoint'
import { ActingAt, Count, Day, Id, Instant, PlatformId, Secret, statement, words } from '../kernel/schemas'
import { Appeal, AppealState, Identification, Me, OneTimeCode, Proxy, Scopes, StaffRole } from './schemas'

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

/** One of the county's files under the number; `differs`: from the number itself, or from the name the resident gave. */
const CountyFile = z.object({
  platformId: PlatformId,
  name: z.string(),
  sex: z.enum(['male', 'female', 'other', 'unknown']),
  birthDate: Day,
  phone: z.nullable(z.string()),
  address: z.nullable(z.string()),
  differs: z.array(z.enum(['name', 'birth_date', 'sex'])),
})

const Passcode = z.string().check(z.minLength(8), z.maxLength(64), z.regex(/^[\x20-\x7e]+$/))
const everyone = ['resident'] as const
const administrators = ['administrator'] as const

export const identityStaffContract = {
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
      institutionId: ActingAt,
    }),
    reply: Proxy,
    status: 201,
    errors: [
      'institution_choice',
      'identity_number_invalid',
      'person_not_found',
      'person_conflict',
      'identity_guesses',
      'end_date_invalid',
      'already_authorised',
      'county_platform_unavailable',
    ],
    limit: 'guess',
  }),

  takeRegistrationCase: endpoint({
    method: 'POST',
    path: '/desk/registration-cases',
    summary: "By the number on the resident's phone: what they registered as, and the county's files under that number",
    access: ['staff'],
    body: z.object({ caseNumber: OneTimeCode, institutionId: ActingAt }),
    reply: z.object({
      caseId: Id,
      expiresAt: Instant,
      /** In full: staff compare it with the document in front of them. */
      name: z.string(),
      identityNumber: z.string(),
      files: z.array(CountyFile),
    }),
    errors: ['institution_choice', 'case_not_found', 'case_guesses', 'county_platform_unavailable'],
    idempotency: 'none',
    limit: 'guess',
  }),
  settleRegistrationCase: endpoint({
    method: 'POST',
    path: '/desk/registration-cases/:caseId/registration',
    summary: 'Register the resident who asks in person as the person of this file, with the written reason',
    access: ['staff'],
    params: z.object({ caseId: Id }),
    body: z.object({ platformId: PlatformId, reason: statement(5, 200), institutionId: ActingAt }),
    reply: z.object({ name: z.string() }),
    errors: [
      'institution_choice',
      'not_found',
      'case_ended',
      'already_registered',
      'person_bound_elsewhere',
      'consent_required',
      'county_platform_unavailable',
    ],
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
