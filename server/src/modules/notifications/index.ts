/** The only door of this module. */
import { messageKinds } from 'shared/notifications/contract'
import type { Context } from '../../context'
import type { Routes } from '../../http/call'
import type { Job } from '../../jobs/scheduler'
import { fillTemplate, readMessageTemplates } from '../../wechat/message-templates'
import { isWechatProblem, wasNotDone } from '../../wechat/problems'
import { messageJobs } from './jobs'
import { factTypes } from './message-words'
import type { Outcome, Outlets } from './outlets'
import { messageRoutes } from './routes'
import { smsOutlet } from './sms-outlet'

export type { Facts } from './facts'
export { messageData } from './message-data'
export { sealMessagesWith } from './sealed-facts'
export { type Tell, keysTold, tell } from './tell'

/** @throws Error with one clear sentence when the templates do not fit our messages */
const outletsOf = ({ config, wechat }: Context): Outlets => {
  const templates = readMessageTemplates(config.NOTIFY_TEMPLATES, messageKinds, factTypes)
  return {
    template: kind => templates.get(kind) ?? null,
    async wechat({ openid, kind, words, page }): Promise<Outcome> {
      const template = templates.get(kind)
      if (!template) return { state: 'refused', why: 'no_template', again: false }
      const filled = fillTemplate(template, words)
      if ('wrong' in filled) return { state: 'refused', why: `field_${filled.wrong}`, again: false }
      const answer = await wechat.sendSubscribeMessage({ openid, templateId: template.templateId, page, ...filled })
      if (!isWechatProblem(answer)) return { state: 'sent' }
      if (answer.error === 'no_quota') return { state: 'refused', why: 'no_quota', again: false, quotaGone: true }
      if (!wasNotDone(answer)) return { state: 'unknown', why: answer.seen }
      const again = answer.error === 'unavailable' || answer.error === 'rate_limited'
      return { state: 'refused', why: answer.errcode === null ? answer.seen : `errcode_${answer.errcode}`, again }
    },
    sms: config.NOTIFY_SMS ? smsOutlet(config.SMS_FILE) : null,
  }
}

export const notificationRoutes = (context: Context): Routes => messageRoutes(context, outletsOf(context))
export const notificationJobs = (context: Context): Job[] => messageJobs(context, outletsOf(context))
