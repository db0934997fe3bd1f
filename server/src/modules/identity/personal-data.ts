/** Consent taken back (个人信息保护法 art. 15), a copy of one's data (art. 45) and its deletion (art. 47), over all modules. */
import { randomBytes } from 'node:crypto'
import { IsNull } from 'typeorm'
import { type Problem, isProblem, problem } from 'shared/kernel/errors'
import { sexWords } from 'shared/identity/sex-words'
import { type Db, type Tx, managerOf } from '../../db/transaction'
import type { FieldCipher } from '../../security/field-cipher'
import { maskName } from '../../security/mask'
import { Account } from './account.entity'
import { consentsOf, withdrawAll, withdrawConsent } from './consents'
import { IdentityAppeal } from './identity-appeal.entity'
import { endLink } from './links'
import type { Kept, LiveCode, Neighbours, Owner, Section, Withdrawal } from './neighbours'
import { findPeopleByIds, openName } from './person'
import { PersonLink } from './person-link.entity'
import { RegistrationCase } from './registration-case.entity'
import { SessionRecord } from './session.entity'
import { leavePositions } from './staff'
import { endSession } from './tokens'

const bases = { self: '本人', member: '家人', proxy: '授权代办' } as const
const states = { pending: '等待验证码', active: '有效', ended: '已结束' } as const
const kinds = { privacy: '隐私政策', health_data: '健康信息使用说明', consultation: '在线问诊知情同意' } as const
const at = (date: Date | null): string | null => date?.toISOString() ?? null

const accountSection = async (db: Db, cipher: FieldCipher, accountId: string): Promise<Section> => {
  const account = await managerOf(db).findOneByOrFail(Account, { accountId })
  const phone = account.phone && cipher.open(account.phone, 'phone')
  return { title: '账号', rows: [{ 账号编号: accountId, 手机号: phone, 注册时间: at(account.createdAt) }] }
}

/** One's own data in full; of the people one acts for the masked name alone: the rest is theirs. */
const peopleSections = async (db: Db, cipher: FieldCipher, owner: Owner): Promise<Section[]> => {
  const links = await managerOf(db).findBy(PersonLink, { accountId: owner.accountId })
  const people = await findPeopleByIds(db, [
    ...links.map(l => l.personId),
    ...(owner.selfPersonId ? [owner.selfPersonId] : []),
  ])
  const self = owner.selfPersonId ? people.get(owner.selfPersonId) : undefined
  return [
    {
      title: '实名信息',
      rows: self
        ? [
            {
              姓名: openName(cipher, self),
              身份证号: cipher.open(self.identityNumber, 'identity_number'),
              出生日期: self.birthDate,
              性别: sexWords[self.sex],
              档案手机号: self.phone && cipher.open(self.phone, 'phone'),
              住址: self.address && cipher.open(self.address, 'address'),
            },
          ]
        : [],
    },
    {
      title: '家人和授权',
      rows: links.map(l => ({
        姓名: maskName(openName(cipher, people.get(l.personId)!)),
        依据: bases[l.basis],
        状态: states[l.state],
        开始: at(l.createdAt),
        到期: l.endsOn,
        结束: at(l.endedAt),
      })),
    },
  ]
}

const agreementSections = async (db: Db, cipher: FieldCipher, accountId: string): Promise<Section[]> => {
  const consents = await consentsOf(db, accountId)
  const appeals = await managerOf(db).findBy(IdentityAppeal, { accountId })
  const sessions = await managerOf(db).findBy(SessionRecord, { accountId })
  return [
    {
      title: '同意记录',
      rows: consents.map(c => ({
        内容: kinds[c.kind],
        版本: c.version,
        同意时间: at(c.givenAt),
        撤回时间: at(c.withdrawnAt),
      })),
    },
    {
      title: '身份申诉',
      rows: appeals.map(a => ({
        提交时间: at(a.createdAt),
        说明: cipher.open(a.statement, 'statement'),
        处理时间: at(a.decidedAt),
        处理意见: a.decisionReason,
      })),
    },
    {
      title: '登录记录',
      rows: sessions.map(s => ({ 登录: at(s.createdAt), 最近使用: at(s.lastSeenAt), 退出: at(s.endedAt) })),
    },
  ]
}

export const copyData = async (
  db: Db,
  cipher: FieldCipher,
  owner: Owner,
  { personalData }: Neighbours,
): Promise<Section[]> => [
  await accountSection(db, cipher, owner.accountId),
  ...(await peopleSections(db, cipher, owner)),
  ...(await agreementSections(db, cipher, owner.accountId)),
  ...(await Promise.all(personalData.map(part => part.copy(db, owner)))).flat(),
]

/** @returns what tells the phones, after the commit */
export const takeBackConsent = async (
  tx: Tx,
  withdrawal: Withdrawal,
  { personalData }: Neighbours,
  now: Date,
): Promise<(() => void)[] | Problem<'not_found'>> => {
  const refused = await withdrawConsent(tx, withdrawal.accountId, withdrawal.kind, now)
  if (isProblem(refused)) return refused
  const tell: (() => void)[] = []
  for (const { withdrawn } of personalData) if (withdrawn) tell.push(await withdrawn(tx, withdrawal, now))
  return tell
}

/** What identity itself keeps. */
const keptHere: Kept[] = [
  { what: '实名信息（就诊记录属于谁）', until: '与就诊记录相同', rule: '《医疗机构病历管理规定》' },
  {
    what: '同意和撤回同意的记录',
    until: '撤回后 3 年',
    rule: '《个人信息保护法》第六十九条、《民法典》第一百八十八条',
  },
]

const endEverything = async (tx: Tx, owner: Owner, now: Date): Promise<void> => {
  const { accountId, selfPersonId } = owner
  await withdrawAll(tx, accountId, now)
  // What the person signed on paper was not given by this account and stays.
  const given = selfPersonId ? [{ personId: selfPersonId, basis: 'proxy' as const, paperReference: IsNull() }] : []
  for (const link of await tx.findBy(PersonLink, [{ accountId }, ...given]))
    if (link.state !== 'ended') await endLink(tx, link, accountId, now)
  await tx.delete(RegistrationCase, { accountId })
  for (const { sessionId } of await tx.findBy(SessionRecord, { accountId }))
    await endSession(tx, sessionId, 'account_deleted', now)
}

/**
 * Ends what the account holds and forgets who in WeChat it was. Whoever comes back begins anew.
 * @returns what the law keeps
 */
export const deleteAccount = async (
  tx: Tx,
  owner: Owner,
  { personalData }: Neighbours,
  now: Date,
): Promise<Kept[] | Problem<LiveCode | 'last_administrator'>> => {
  for (const { live, liveCode = 'live_appointments' } of personalData) {
    const count = (await live?.(tx, owner)) ?? 0
    if (count) return problem(liveCode, { count })
  }
  const left = await leavePositions(tx, owner.accountId, now)
  if (isProblem(left)) return left
  for (const part of personalData) await part.erase?.(tx, owner, now)
  await endEverything(tx, owner, now)
  await tx.update(
    Account,
    { accountId: owner.accountId },
    {
      openidIndex: randomBytes(32).toString('hex'),
      openid: null,
      phone: null,
      phoneIndex: null,
      passcodeHash: null,
      deletedAt: now,
    },
  )
  return [...keptHere, ...personalData.flatMap(part => part.kept ?? [])]
}
