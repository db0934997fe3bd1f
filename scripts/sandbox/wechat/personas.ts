import { randomBytes, randomInt } from 'node:crypto'
import { personas as people } from '../county/personas'

/** One invented WeChat user. What the county knows about the person lives in the sandbox county platform. */
export type Persona = {
  /** Stable key, `[a-z0-9-]{1,40}`; the same key names the person on the county's side. */
  id: string
  /** Shown on the sandbox's pages only: WeChat tells an application no name. */
  name: string
  /** Who this is in the county, for the person who chooses. */
  who: string
  group: 'resident' | 'staff' | 'other'
  openid: string
  /** Null: the account is not linked to an open platform, so WeChat answers without a unionid. */
  unionid: string | null
  /** Mainland number of 11 digits, from an unassigned range. */
  phone: string
  /** WeChat refuses the sign-in of such an account with 40226. */
  highRisk: boolean
}

const groups = { resident: 'resident', doctor: 'staff', staff: 'staff', administrator: 'staff' } as const

const wechatId = (kind: 'o' | 'u', key: string) => `${kind}Sandbox${key}`.slice(0, 28).padEnd(28, '0')

/** The same people as in the county's files; who has none there has no open platform account either. */
export const demoPersonas: readonly Persona[] = people.map(({ key, role, name, note, phone, patientId }) => ({
  id: key,
  name,
  who: note,
  group: patientId ? groups[role] : 'other',
  openid: wechatId('o', key),
  unionid: patientId ? wechatId('u', key) : null,
  phone,
  highRisk: false,
}))

export type NewPersona = Partial<Pick<Persona, 'id' | 'name' | 'who' | 'group' | 'phone' | 'unionid' | 'highRisk'>>

/** A persona for a test or a newcomer: what is not given is invented. */
export function inventPersona(given: NewPersona): Persona {
  const key = randomBytes(9).toString('hex')
  return {
    id: given.id ?? `new-${key}`,
    name: given.name ?? '新朋友',
    who: given.who ?? '刚刚新建的微信号',
    group: given.group ?? 'other',
    openid: wechatId('o', key),
    unionid: given.unionid === undefined ? wechatId('u', key) : given.unionid,
    phone: given.phone ?? `199000${randomInt(10_000, 100_000)}`,
    highRisk: given.highRisk ?? false,
  }
}

/** Why a persona that a test sent cannot be made, or null. */
export function personaProblem(given: Record<string, unknown>): string | null {
  const wrong = (name: string, pattern: RegExp) => {
    const value = given[name]
    return value !== undefined && !(typeof value === 'string' && pattern.test(value))
  }
  if (wrong('id', /^[a-z0-9-]{1,40}$/)) return 'id: [a-z0-9-]{1,40}'
  if (wrong('name', /^.{1,20}$/u) || wrong('who', /^.{1,40}$/u)) return 'name: 1 to 20 characters, who: 1 to 40'
  if (wrong('phone', /^1\d{10}$/)) return 'phone: 11 digits'
  if (wrong('group', /^(resident|staff|other)$/)) return 'group: resident, staff or other'
  if (given.unionid !== null && wrong('unionid', /^\S{1,64}$/)) return 'unionid: 1 to 64 characters, or null'
  return ['boolean', 'undefined'].includes(typeof given.highRisk) ? null : 'highRisk: true or false'
}
