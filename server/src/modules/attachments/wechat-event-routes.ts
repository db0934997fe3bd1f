import { wechatEventsContract } from 'shared/attachments/wechat-events-contract'
import { problem } from 'shared/kernel/errors'
import type { Context } from '../../context'
import { type Routes, routes } from '../../http/call'
import { createWechatEvents } from '../../wechat/events'
import { hearAnswer } from './check-media'
import type { AttachmentOwners } from './owner'

/** What WeChat wants to hear; anything else it tells again. */
const understood = 'success'

export const wechatEventRoutes = (context: Context, owners: AttachmentOwners): Routes => {
  const events = createWechatEvents(context.config)
  const { contentCheck, log } = context
  return routes(wechatEventsContract, {
    wechatEventProbe: async ({ query }) => (events?.isOurs(query) ? query.echostr : problem('notice_refused')),
    wechatEvent: async ({ query }, { raw, requestId }) => {
      const told = events?.read(query, raw) ?? null
      if (!events || told === 'forged') {
        log.warn({ requestId }, 'an event that is not WeChat’s, or not under our token and key')
        return problem('notice_refused')
      }
      if (!told || !contentCheck) return understood
      const verdict = told.said === 'failed' ? 'failed' : contentCheck.verdictOf(told.said)
      await hearAnswer(context, owners, told.traceId, verdict)
      return understood
    },
  })
}
