import { type Persona } from '../sandbox/county/personas'
import { type Phone } from './phone'

/** Opens the second factor of every member of staff in the demo; shown at the end of `npm start`. */
export const DEMO_PASSCODE = 'yunxi-demo'

/** Takes up the position an invitation gives, with the demo's passcode, and opens the working period. */
export async function acceptInvitation({ identityStaff }: Phone, code: string): Promise<void> {
  await identityStaff.acceptInvitation({ body: { code, passcode: DEMO_PASSCODE } })
  await identityStaff.enterSecondFactor({ body: { passcode: DEMO_PASSCODE } })
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
