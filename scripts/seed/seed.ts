import { addDays, dayOf } from 'server/clock'
import { type Config } from 'server/config'
import { othersOnFile, personas, type Persona } from '../sandbox/county/personas'
import { askAndAnswer, openDesk } from './consultations'
import { writeEducationTemplates } from './education-templates'
import { inviteFirstAdministrator } from './first-administrator'
import { phones, type Phone } from './phone'
import { addMember, openCard, register } from './residents'
import { acceptInvitation, enterPasscode, invite, recordPaper } from './staff'

/** Left as they are in the demo, to show what they are there for: these register, or cannot, while one watches. */
const UNREGISTERED = ['first-timer', 'resident-other-phone', 'resident-two-files', 'resident-without-file']

/** Who gave the village doctor a signed paper, having no phone of her own. */
const PHONELESS = { doctor: 'village-doctor', patientId: 'pat-li-yuzhen' }

/** 王德福's village doctor has answered one question of his; another waits for the family doctor at the health centre. */
const CONSULTED = { patient: 'elder', answers: 'village-doctor', waits: 'family-doctor' }

/** On duty too: the only one of them who may answer about a child under six. */
const FOR_CHILDREN = 'paediatric-doctor'

/**
 * Pulls the directory and the schedules, and lets the demo's people register, add their family, open cards and take up
 * their positions, all through the API of the server at `server`. What is there already is left as it is.
 */
export async function seed(config: Config, server: string, say: (line: string) => void): Promise<void> {
  const { signIn, bindPhone } = phones(server, config.WECHAT_API_URL)
  const arrive = async (persona: Persona) => {
    const phone = await signIn(persona.key)
    await bindPhone(phone)
    await register(phone, persona)
    return phone
  }
  const boss = personas.find(({ role }) => role === 'administrator')!
  const administrator = await arrive(boss)
  await takeUp(administrator, () => inviteFirstAdministrator(config, boss.organizationId ?? 'org-county', boss.name))
  const { changed } = await administrator.relay.syncNow({})
  say(`${changed} records pulled from the county platform`)
  await payOnPhone(administrator)

  const there = new Map<string, Phone>()
  for (const persona of personas) {
    if (persona === boss || UNREGISTERED.includes(persona.key)) continue
    const phone = await arrive(persona)
    there.set(persona.key, phone)
    if (persona.role === 'resident') await settle(phone, persona, config.SMS_FILE)
    else await takeUp(phone, () => invite(administrator, persona))
    if (persona.key === PHONELESS.doctor) await keepPaper(phone, config)
    say(`${persona.name} is there`)
  }
  await writeEducationTemplates(config.DATABASE_URL)
  await consult(there)
}

/** At the county hospital fees are paid on the phone; everywhere else at the window. */
async function payOnPhone({ rules: endpoints }: Phone): Promise<void> {
  const params = { institutionId: 'org-county' }
  const { rules, version } = await endpoints.rules({ params })
  await endpoints.changeRules({ params, body: { rules: { ...rules, payOnline: true }, version } })
}

async function consult(there: Map<string, Phone>): Promise<void> {
  const doctorOf = (key: string) => {
    const { practitionerId } = personas.find(persona => persona.key === key)!
    return { phone: there.get(key)!, doctorId: practitionerId! }
  }
  const [answers, waits] = [doctorOf(CONSULTED.answers), doctorOf(CONSULTED.waits)]
  for (const { phone } of [answers, waits, doctorOf(FOR_CHILDREN)]) await openDesk(phone)
  await askAndAnswer(there.get(CONSULTED.patient)!, { answers, waits })
}

async function settle(phone: Phone, persona: Persona, smsFile: string): Promise<void> {
  const known = await actedForBy(phone)
  for (const member of persona.family.slice(known)) await addMember(phone, member, smsFile)
  const { cards } = await phone.healthCard.cards({})
  if (cards[0]?.state === 'none') await openCard(phone, persona)
}

async function takeUp(phone: Phone, invitation: () => Promise<string>): Promise<void> {
  const { positions } = await phone.identity.me({})
  if (!positions.length) await acceptInvitation(phone, await invitation())
  await enterPasscode(phone)
}

async function keepPaper(doctor: Phone, { TIME_ZONE }: Config): Promise<void> {
  const elder = othersOnFile.find(({ patientId }) => patientId === PHONELESS.patientId)!
  if (!(await actedForBy(doctor))) await recordPaper(doctor, elder, addDays(dayOf(new Date(), TIME_ZONE), 365))
}

/** How many people the persona acts for besides themselves. */
async function actedForBy({ identity }: Phone): Promise<number> {
  const { people } = await identity.people({})
  return people.filter(({ state }) => state === 'active').length - 1
}
