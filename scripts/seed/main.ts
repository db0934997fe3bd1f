import { existsSync } from 'node:fs'
import { rm, writeFile } from 'node:fs/promises'
import { createConnection, type RowDataPacket } from 'mysql2/promise'
import { readConfig, type Config } from 'server/config'
import { personas, type Persona } from '../sandbox/county/personas'
import { inviteFirstAdministrator } from './first-administrator'
import { phones, type Phone } from './phone'
import { addMember, openCard, register } from './residents'
import { acceptInvitation, invite } from './staff'

/** Left as they are in the demo, to show what they are there for: these register, or cannot, while one watches. */
const UNREGISTERED = ['first-timer', 'resident-other-phone', 'resident-two-files', 'resident-without-file']

/**
 * Fills an empty demo: pulls the directory and the schedules, and lets its people register, add their family, open
 * cards and take up their positions, all through the API of the server at SERVER_URL. Does nothing where people are
 * already. SEEDING_FILE marks a seeding that has begun: one that was cut short is taken up again.
 */
async function main(): Promise<void> {
  const { SERVER_URL, SEEDING_FILE } = process.env
  if (!SERVER_URL || !SEEDING_FILE) throw new Error('SERVER_URL and SEEDING_FILE must be set')
  const config = readConfig(process.env)
  if (!existsSync(SEEDING_FILE) && (await hasPeople(config.DATABASE_URL))) return
  await writeFile(SEEDING_FILE, '')
  await seed(config, SERVER_URL)
  await rm(SEEDING_FILE)
}

async function seed(config: Config, server: string): Promise<void> {
  const { signIn, bindPhone } = phones(server, config.WECHAT_API_URL)
  const arrive = async (persona: Persona) => {
    const phone = await signIn(persona.key)
    await bindPhone(phone)
    await register(phone, persona)
    return phone
  }
  const boss = personas.find(({ role }) => role === 'administrator')!
  const administrator = await arrive(boss)
  if (!(await positionsOf(administrator)).length) {
    await acceptInvitation(
      administrator,
      await inviteFirstAdministrator(config, boss.organizationId ?? 'org-county', boss.name),
    )
  }
  const { changed } = await administrator.relay.syncNow({})
  console.log(`${changed} records pulled from the county platform`)

  for (const persona of personas) {
    if (persona === boss || UNREGISTERED.includes(persona.key)) continue
    const phone = await arrive(persona)
    if (persona.role === 'resident') await settle(phone, persona, config.SMS_FILE)
    else if (!(await positionsOf(phone)).length) await acceptInvitation(phone, await invite(administrator, persona))
    console.log(`${persona.name} is there`)
  }
}

async function settle(phone: Phone, persona: Persona, smsFile: string): Promise<void> {
  const { people } = await phone.identity.people({})
  const known = people.filter(({ state }) => state === 'active').length - 1
  for (const member of persona.family.slice(known)) await addMember(phone, member, smsFile)
  const { cards } = await phone.healthCard.cards({})
  if (cards[0]?.state === 'none') await openCard(phone, persona)
}

async function positionsOf({ identity }: Phone) {
  return (await identity.me({})).positions
}

async function hasPeople(url: string): Promise<boolean> {
  const connection = await createConnection(url)
  try {
    const [rows] = await connection.query<RowDataPacket[]>('SELECT 1 FROM account LIMIT 1')
    return rows.length > 0
  } finally {
    await connection.end()
  }
}

main().catch((error: unknown) => {
  console.error(error)
  process.exitCode = 1
})
