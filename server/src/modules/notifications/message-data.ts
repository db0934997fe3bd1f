/** The messages' part of the data copy and of deleting an account (个人信息保护法 art. 45, 47). */
import { In, IsNull } from 'typeorm'
import type { Context } from '../../context'
import { managerOf } from '../../db/transaction'
import type { PersonalData } from '../identity'
import { showMessages } from './inbox'
import { InboxMessage } from './message.entity'
import { MessageDelivery } from './message-delivery.entity'
import { MessageSetting } from './message-setting.entity'
import { MessageSubscription } from './message-subscription.entity'

/** The newest; older ones can be read page by page in the app. */
const limit = 1000

export const messageData = (context: Context): PersonalData => ({
  async copy(db, { accountId, selfPersonId }) {
    const rows = await managerOf(db).find(InboxMessage, {
      // Not what was told about others: that is theirs, and the account may act for them no more.
      where: [
        { accountId, ground: 'payer' as const },
        { accountId, personId: IsNull() },
        ...(selfPersonId ? [{ accountId, personId: selfPersonId }] : []),
      ],
      order: { messageId: 'DESC' },
      take: limit,
    })
    const messages = await showMessages(db, context, rows, selfPersonId, id => id === selfPersonId)
    return [
      {
        title: '消息',
        rows: messages.map(m => ({
          时间: m.at,
          关于: m.personName,
          标题: m.title,
          内容: m.lines.map(({ label, value }) => `${label}：${value}`).join('；'),
          读过: m.readAt,
        })),
      },
    ]
  },
  async erase(tx, { accountId }) {
    const messages = await tx.find(InboxMessage, { where: { accountId }, select: { messageId: true } })
    if (messages.length) await tx.delete(MessageDelivery, { messageId: In(messages.map(m => m.messageId)) })
    for (const entity of [InboxMessage, MessageSetting, MessageSubscription]) await tx.delete(entity, { accountId })
  },
})
