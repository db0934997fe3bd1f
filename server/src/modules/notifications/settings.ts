/** By which channels an account wants its messages. */
import type { MessageKind } from 'shared/notifications/contract'
import { messageKinds } from 'shared/notifications/contract'
import { runSql } from '../../db/pool-query'
import { type Db, type Tx, managerOf } from '../../db/transaction'
import { kinds } from './kinds'
import { MessageSetting } from './message-setting.entity'
import { MessageSubscription } from './message-subscription.entity'
import type { Outlets } from './outlets'
import { isUsedUp } from './subscriptions'

export interface Wanted {
  wechat: boolean
  sms: boolean
}
const unlessTold: Wanted = { wechat: true, sms: false }

export const wantedBy = async (db: Db, accountId: string, kind: MessageKind): Promise<Wanted> =>
  (await managerOf(db).findOneBy(MessageSetting, { accountId, kind })) ?? unlessTold

export const showSettings = async (db: Db, outlets: Outlets, accountId: string) => {
  const [chosen, subscriptions] = await Promise.all([
    managerOf(db).findBy(MessageSetting, { accountId }),
    managerOf(db).findBy(MessageSubscription, { accountId }),
  ])
  return messageKinds.map(kind => {
    const wanted = chosen.find(c => c.kind === kind) ?? unlessTold
    const template = outlets.template(kind)
    const known = subscriptions.find(s => s.templateId === template?.templateId)
    return {
      kind,
      name: kinds[kind].name,
      when: kinds[kind].when,
      wechat: {
        wanted: wanted.wechat,
        template: template?.mode ?? ('none' as const),
        left: known?.remaining ?? 0,
        refused: known ? known.refusedAt !== null : false,
        ask: template && wanted.wechat && isUsedUp(template, known) ? template.templateId : null,
      },
      sms: { wanted: wanted.sms, available: outlets.sms !== null },
    }
  })
}

export const changeSetting = async (tx: Tx, accountId: string, kind: MessageKind, wanted: Wanted): Promise<void> => {
  await runSql(
    tx,
    `INSERT INTO message_setting (account_id, kind, wechat, sms) VALUES (?, ?, ?, ?)
     ON DUPLICATE KEY UPDATE wechat = VALUES(wechat), sms = VALUES(sms)`,
    [accountId, kind, wanted.wechat, wanted.sms],
  )
}
