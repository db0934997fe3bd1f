/** A code of wx.login → the account behind that WeChat user (made when first seen) → a session. */
import { v7 as uuid } from 'uuid'
import { type Problem, problem } from 'shared/kernel/errors'
import type { Context } from '../../context'
import { type Tx, isDuplicate, transaction } from '../../db/transaction'
import type { FieldCipher } from '../../security/field-cipher'
import { isWechatProblem, type WechatProblem } from '../../wechat/problems'
import { Account } from './account.entity'
import { type Tokens, openSession } from './tokens'

export const wechatRefusal = ({
  error,
}: WechatProblem): Problem<'wechat_code_invalid' | 'wechat_blocked' | 'wechat_unavailable'> =>
  problem(
    error === 'blocked' ? 'wechat_blocked' : error === 'code_invalid' ? 'wechat_code_invalid' : 'wechat_unavailable',
  )

const findOrMake = async (tx: Tx, cipher: FieldCipher, openid: string, now: Date): Promise<string> => {
  const openidIndex = cipher.index(openid, 'openid')
  const find = () => tx.findOne(Account, { where: { openidIndex }, select: { accountId: true } })
  const known = await find()
  if (known) return known.accountId
  const account = { accountId: uuid(), openidIndex, openid: cipher.seal(openid, 'openid'), createdAt: now }
  try {
    await tx.createQueryBuilder().insert().into(Account).values(account).updateEntity(false).execute()
    return account.accountId
  } catch (error) {
    // The same person signed in twice at once.
    const first = isDuplicate(error) ? await find() : null
    if (!first) throw error
    return first.accountId
  }
}

export const signIn = async (
  { wechat, db, cipher, config, clock, log }: Context,
  code: string,
): Promise<Tokens | ReturnType<typeof wechatRefusal>> => {
  const who = await wechat.codeToSession(code)
  if (isWechatProblem(who)) {
    log.warn({ wechat: who }, 'WeChat refused a sign-in')
    return wechatRefusal(who)
  }
  const now = clock.now()
  return transaction(db, async tx => openSession(tx, config, await findOrMake(tx, cipher, who.openid, now), now))
}
