/** The phone number of WeChat's phone button, which WeChat has proved to be the person's. */
import type { Context } from '../../context'
import type { Tx } from '../../db/transaction'
import type { FieldCipher } from '../../security/field-cipher'
import { isWechatProblem } from '../../wechat/problems'
import { Account } from './account.entity'
import { wechatRefusal } from './sign-in'

/** @returns the number WeChat tells. */
export const askPhone = async (
  { db, cipher, wechat, log }: Context,
  accountId: string,
  code: string,
): Promise<string | ReturnType<typeof wechatRefusal>> => {
  const { openid } = await db.manager.findOneByOrFail(Account, { accountId })
  const answer = await wechat.phoneNumber(code, cipher.open(openid!, 'openid'))
  if (!isWechatProblem(answer)) return answer.phone
  log.warn({ wechat: answer }, 'WeChat refused a phone number')
  return wechatRefusal(answer)
}

export const keepPhone = async (tx: Tx, cipher: FieldCipher, accountId: string, phone: string): Promise<void> => {
  const values = { phone: cipher.seal(phone, 'phone'), phoneIndex: cipher.index(phone, 'phone') }
  await tx.update(Account, { accountId }, values)
}
