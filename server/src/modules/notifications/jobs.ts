import type { Context } from '../../context'
import type { Job } from '../../jobs/scheduler'
import { resealRows } from '../../security/reseal'
import { deliverDue } from './deliver'
import { forgetOld } from './forget'
import { handOut } from './hand-out'
import { MessageEvent } from './message-event.entity'
import type { Outlets } from './outlets'
import { tellOfLooks } from './tell-of-looks'
import { wakeMessages } from './wake'

export const messageJobs = (context: Context, outlets: Outlets): Job[] => [
  {
    name: 'notifications-deliver',
    does: '把消息放进收件箱，并发到微信或短信',
    everySeconds: 5,
    leaseSeconds: 60,
    wake: wakeMessages(context.db),
    run: async stopping => {
      try {
        await handOut(context, outlets, stopping)
      } finally {
        await deliverDue(context, outlets, stopping)
      }
    },
  },
  {
    name: 'notifications-tell-of-looks',
    does: '告诉居民谁看过他的信息',
    everySeconds: 300,
    leaseSeconds: 300,
    run: () => tellOfLooks(context),
  },
  {
    name: 'notifications-forget',
    does: '清理过了保存期的消息',
    everySeconds: 86_400,
    leaseSeconds: 3600,
    run: stopping => forgetOld(context, stopping),
  },
  {
    name: 'notifications-reseal',
    does: '换密钥后，把消息内容用新密钥重新加密',
    everySeconds: 3600,
    leaseSeconds: 3600,
    run: () => resealRows(context.db, context.cipher, MessageEvent, 'eventId', { facts: 'message' }),
  },
]
