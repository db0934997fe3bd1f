/** What WeChat tells us unasked: believed when it is proved, and dealt with once. */
import { type Problem, problem } from 'shared/kernel/errors'
import type { Context } from '../../context'
import { runSql } from '../../db/pool-query'
import { ForgedNotice, type NoticeHeaders, type PayNotice } from '../../wechat/pay'
import { raiseAlarm } from './alarms'
import { PaymentNotice } from './payment-notice.entity'
import type { PurposeOwners } from './purpose-owner'
import { settle } from './settle'
import { settleRefund } from './settle-refund'

export type NoticeRefusal = Problem<'notice_refused'>

const read = async (context: Context, raw: Buffer, headers: NoticeHeaders): Promise<PayNotice | NoticeRefusal> => {
  if (!context.pay) return problem('notice_refused')
  try {
    return context.pay.readNotice(raw, headers)
  } catch (error) {
    if (!(error instanceof ForgedNotice)) throw error
    // WeChat's own probe, to see whether it is refused, is no attack.
    if (error.reason !== 'probe') await raiseAlarm(context, `notice_${error.reason}`)
    return problem('notice_refused')
  }
}

/** @returns nothing once it is dealt with, now or before; every refusal is the same to who sent it. */
export const takeNotice = async (
  context: Context,
  owners: PurposeOwners,
  raw: Buffer,
  headers: NoticeHeaders,
): Promise<undefined | NoticeRefusal> => {
  const notice = await read(context, raw, headers)
  if (!('id' in notice)) return notice
  const { db, clock } = context
  if (await db.manager.existsBy(PaymentNotice, { noticeId: notice.id })) return undefined
  const settled =
    notice.kind === 'trade'
      ? await settle(context, owners, notice.trade)
      : await settleRefund(context, owners, notice.refund)
  if (settled === 'differs') return problem('notice_refused')
  // After what it told was kept: a crash in between lets WeChat tell it once more.
  await runSql(
    db,
    'INSERT INTO payment_notice (notice_id, received_at) VALUES (?, ?) ON DUPLICATE KEY UPDATE notice_id = notice_id',
    [notice.id, clock.now()],
  )
  return undefined
}
