/** Who looks at the pages, signed in; whoever works has entered the passcode. */
import type { Browser } from 'playwright-core'
import { DEMO_PASSCODE } from '../seed/staff'
import { type Phone, openPhone, signIn } from './phone'
import { personaOf } from './world'

const personas = {
  stranger: null,
  newcomer: 'resident-without-file',
  daughter: 'resident',
  elder: 'elder',
  doctor: 'family-doctor',
  clerk: 'clerk',
  administrator: 'administrator',
} as const
export type Viewer = keyof typeof personas
export const viewers = Object.keys(personas) as Viewer[]

export const arrive = async (browser: Browser, viewer: Viewer): Promise<Phone> => {
  const phone = await openPhone(browser)
  const key = personas[viewer]
  if (!key) return phone
  const { name, role } = personaOf(key)
  if (role === 'resident') await signIn(phone, name)
  else {
    await signIn(phone, name, '/packages/staff/account/second-factor')
    await phone.type(/口令/, DEMO_PASSCODE)
    await phone.tap('开始工作')
    await phone.sees(/前不用再输/)
  }
  return phone
}

/** The same person with another phone, in large type. */
export const inLargeType = async (browser: Browser, phone: Phone): Promise<Phone> => {
  const elder = await openPhone(browser, { kept: await phone.context.storageState() })
  await elder.goto('/pages/home/index')
  await elder.tap(/长辈版/)
  return elder
}
