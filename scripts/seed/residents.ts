import { readFile } from 'node:fs/promises'
import { scopes } from 'shared/identity/schemas'
import { type FamilyMember, type Persona } from '../sandbox/county/personas'
import { type Phone } from './phone'

/** Consents to both texts in force and registers the persona by real name. */
export async function register({ identity }: Phone, { name, identityNumber }: Persona): Promise<void> {
  const { consentVersions, self } = await identity.me({})
  await identity.giveConsent({ body: { kind: 'privacy', version: consentVersions.privacy } })
  if (self) return
  const healthDataConsentVersion = consentVersions.health_data
  await identity.registerSelf({ body: { name, identityNumber, healthDataConsentVersion } })
}

/** Adds a family member; who has a phone of their own agrees by the code sent to it, which is read from `smsFile`. */
export async function addMember({ identity }: Phone, member: FamilyMember, smsFile: string): Promise<void> {
  const { name, identityNumber, relation, phoneOnFile } = member
  const added = await identity.addMember({
    body: { name, identityNumber, relation, scope: [...scopes], guardianConsent: relation === 'child' },
  })
  if (added.state === 'active') return
  const code = await lastCode(smsFile, phoneOnFile!)
  await identity.confirmMember({ params: { linkId: added.linkId }, body: { code } })
}

/** Opens the persona's own card, so that there is one to show at once. */
export async function openCard({ identity, healthCard }: Phone, { phone, address }: Persona): Promise<void> {
  const { self } = await identity.me({})
  const params = { personId: self!.personId }
  await healthCard.openCard({ params, body: { ethnicGroup: '01', phone, address } })
}

async function lastCode(smsFile: string, phone: string): Promise<string> {
  const messages = (await readFile(smsFile, 'utf8')).trim().split('\n')
  const sent = messages.map(line => JSON.parse(line) as { to: string; text: string }).filter(({ to }) => to === phone)
  return /\d{6}/.exec(sent.at(-1)!.text)![0]
}
