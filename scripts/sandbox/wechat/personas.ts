import { randomBytes, randomInt } from 'node:crypto'

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

const demo = (
  id: string,
  group: Persona['group'],
  name: string,
  who: string,
  phone: string,
  unionid: string | null = `uSandbox${id}`.padEnd(28, '0'),
): Persona => ({ id, group, name, who, phone, unionid, openid: `oSandbox${id}`.padEnd(28, '0'), highRisk: false })

export const demoPersonas: readonly Persona[] = [
  demo('resident', 'resident', '陈桂芳', '居民，替妈妈和孩子挂号', '19900000001'),
  demo('second-resident', 'resident', '王建国', '居民，一个人用', '19900000002', null),
  demo('elder', 'resident', '李秀英', '老年居民，用长辈版', '19900000003'),
  demo('family-doctor', 'staff', '周明', '家庭医生', '19900000004'),
  demo('village-doctor', 'staff', '赵志强', '乡村医生，替没有手机的老人挂号', '19900000005'),
  demo('clerk', 'staff', '孙丽', '卫生院挂号窗口', '19900000006'),
  demo('administrator', 'staff', '吴敏', '县级管理员', '19900000007'),
  demo('stranger', 'other', '郑小路', '县里没有登记的人', '19900000008', null),
]

export type NewPersona = Partial<Pick<Persona, 'id' | 'name' | 'who' | 'group' | 'phone' | 'unionid' | 'highRisk'>>

/** A persona for a test or a newcomer: what is not given is invented. */
export function inventPersona(given: NewPersona): Persona {
  const key = randomBytes(9).toString('hex')
  return {
    id: given.id ?? `new-${key}`,
    name: given.name ?? '新朋友',
    who: given.who ?? '刚刚新建的微信号',
    group: given.group ?? 'other',
    openid: `oSandboxNew${key}`.slice(0, 28).padEnd(28, '0'),
    unionid: given.unionid === undefined ? `uSandboxNew${key}`.slice(0, 28).padEnd(28, '0') : given.unionid,
    phone: given.phone ?? `1990001${String(randomInt(10_000)).padStart(4, '0')}`,
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
