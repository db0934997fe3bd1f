/** What WeChat asks and tells the mini-program's server (消息推送): answers of the content check. */
import * as z from 'zod/mini'
import { endpoint } from '../kernel/endpoint'
import { Secret } from '../kernel/schemas'

const signed = { timestamp: Secret, nonce: Secret, signature: z.optional(Secret) }

export const wechatEventsContract = {
  wechatEventProbe: endpoint({
    method: 'GET',
    path: '/wechat/events',
    summary: 'WeChat asks whether this address is ours, when it is set up in the console',
    access: 'public',
    query: z.object({ ...signed, echostr: Secret }),
    reply: z.string(),
    replyType: 'text/plain',
    errors: ['notice_refused'],
  }),
  wechatEvent: endpoint({
    method: 'POST',
    path: '/wechat/events',
    summary: 'WeChat tells what its content check found, signed and encrypted; anything else is refused',
    access: 'public',
    query: z.object({ ...signed, msg_signature: z.optional(Secret) }),
    reply: z.string(),
    replyType: 'text/plain',
    errors: ['notice_refused'],
    idempotency: 'none',
  }),
}
