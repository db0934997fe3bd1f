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
    everySeconds: 5,
    leaseSeconds: 60,
    wake: wakeMessages(context.db),
    run: async stopping => {
      await handOut(context, outlets, stopping)
      await deliverDue(context, outlets, stopping)
    },
  },
  {
    name: 'notifications-tell-of-looks',
    everySeconds: 300,
    leaseSeconds: 300,
    run: () => tellOfLooks(context),
  },
  {
    name: 'notifications-forget',
    everySeconds: 86_400,
    leaseSeconds: 3600,
    run: stopping => forgetOld(context, stopping),
  },
  {
    name: 'notifications-reseal',
    everySeconds: 3600,
    leaseSeconds: 3600,
    run: () => resealRows(context.db, context.cipher, MessageEvent, 'eventId', { facts: 'message' }),
  },
]
