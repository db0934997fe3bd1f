/** People who are signed in, each with the typed clients of a phone. */
import { type PersonOnFile, addPersonOnFile } from './people'
import { type Clients, type Tokens, ask, clientsOf } from './client'
import { createInvitation } from '../modules/identity/invite'
import { transaction } from '../db/transaction'
import type { TestServer } from './server'

export interface SignedIn extends Clients {
  accountId: string
  /** Their WeChat: `server.wechat.loginCode(personaId)`. */
  personaId: string
  /** What WeChat's phone button gives. */
  wechatPhone: string
  tokens: Tokens
  /** One request by hand, signed with the access token. */
  ask(
    method: string,
    path: string,
    given?: { body?: unknown; headers?: Record<string, string> },
  ): ReturnType<typeof ask>
}
export interface Resident extends SignedIn {
  personId: string
  onFile: PersonOnFile
}
export interface StaffMember extends SignedIn {
  passcode: string
  institutionId: string
  /** Opens a new working period, after the clock was pushed. */
  enterSecondFactor(): Promise<unknown>
}

/** Signs in by the sandbox WeChat, as the phone does; the persona may be one of the demo's. */
export const signIn = async (server: TestServer, personaId: string): Promise<SignedIn> => {
  const persona = (await server.wechat.personas()).find(p => p.id === personaId)
  if (!persona) throw new Error(`No persona ${personaId}`)
  const code = await server.wechat.loginCode(personaId)
  const tokens: Tokens = await clientsOf(server.base).identity.signIn({ body: { code } })
  const clients = clientsOf(server.base, tokens)
  const { accountId } = await clients.identity.me({})
  return {
    ...clients,
    accountId,
    personaId,
    wechatPhone: persona.phone,
    tokens,
    ask: (method, path, { body, headers } = {}) =>
      ask(server.base, method, path, { body, headers: { Authorization: `Bearer ${tokens.accessToken}`, ...headers } }),
  }
}

/** Somebody new in WeChat, signed in, with nothing bound. */
export const newcomer = async (server: TestServer, phone?: string): Promise<SignedIn> =>
  signIn(server, (await server.wechat.addPersona({ phone })).id)

/** A registered resident: on file in the county, phone bound (the one on file), both consents given. */
export const newResident = async (server: TestServer, given: Partial<PersonOnFile> = {}): Promise<Resident> => {
  const onFile = addPersonOnFile(server, given)
  const who = await newcomer(server, onFile.phone ?? undefined)
  await who.identity.bindPhone({ body: { code: await server.wechat.phoneCode(who.personaId) } })
  const { PRIVACY_VERSION, HEALTH_DATA_CONSENT_VERSION } = server.context.config
  await who.identity.giveConsent({ body: { kind: 'privacy', version: PRIVACY_VERSION } })
  const { name, identityNumber } = onFile
  const self = await who.identity.registerSelf({
    body: { name, identityNumber, healthDataConsentVersion: HEALTH_DATA_CONSENT_VERSION },
  })
  return { ...who, onFile, personId: self.personId }
}

export interface NewPosition {
  role: 'doctor' | 'staff' | 'administrator'
  institutionId: string
  practitionerId?: string
  displayName?: string
}

/** A member of staff with an open working period. `who`: somebody signed in already, for a second position. */
export const newStaff = async (server: TestServer, position: NewPosition, who?: SignedIn): Promise<StaffMember> => {
  const signedIn = who ?? (await newcomer(server))
  const passcode = 'clinic-desk-2026'
  const { context } = server
  const { code } = await transaction(context.db, tx =>
    createInvitation(tx, context, { practitionerId: null, displayName: '测试员工', ...position, createdBy: null }),
  )
  const enterSecondFactor = () => signedIn.identityStaff.enterSecondFactor({ body: { passcode } })
  await signedIn.identityStaff.acceptInvitation({ body: { code, passcode } })
  return { ...signedIn, passcode, institutionId: position.institutionId, enterSecondFactor }
}
export const newAdministrator = (server: TestServer, institutionId = 'org-county'): Promise<StaffMember> =>
  newStaff(server, { role: 'administrator', institutionId, displayName: '县级管理员' })
