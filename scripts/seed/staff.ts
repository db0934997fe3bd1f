import { type PersonOnFile, type Persona } from '../sandbox/county/personas'
import { type Phone } from './phone'

/** Opens the second factor of every member of staff in the demo; shown at the end of `npm start`. */
export const DEMO_PASSCODE = 'yunxi-demo'

/** Takes up the position an invitation gives, with the demo's passcode. */
export async function acceptInvitation({ identityStaff }: Phone, code: string): Promise<void> {
  await identityStaff.acceptInvitation({ body: { code, passcode: DEMO_PASSCODE } })
}

/** Opens the working period. */
export async function enterPasscode({ identityStaff }: Phone): Promise<void> {
  await identityStaff.enterSecondFactor({ body: { passcode: DEMO_PASSCODE } })
}

/** A doctor records the signed paper of somebody without a phone: from now on they may show the card and book. */
export async function recordPaper({ identityStaff }: Phone, elder: PersonOnFile, endsOn: string): Promise<void> {
  const { name, identityNumber } = elder
  await identityStaff.recordProxy({
    body: { name, identityNumber, scope: ['card', 'appointments'], endsOn, paperReference: '卫生室档案柜 1 号' },
  })
}

/** The administrator invites a persona to the position it has in the demo; returns the one-time code. */
export async function invite({ identityStaff }: Phone, persona: Persona): Promise<string> {
  const { role, name, organizationId, practitionerId } = persona
  if (role === 'resident' || !organizationId) throw new Error(`${name} works nowhere`)
  const { code } = await identityStaff.inviteStaff({
    body: { role, institutionId: organizationId, practitionerId: practitionerId ?? null, displayName: name },
  })
  return code
}
