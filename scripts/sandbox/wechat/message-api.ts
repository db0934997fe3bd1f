import type Router from '@koa/router'
import { outcome } from './errors'
import { requestBody } from './request-body'
import { type Sandbox } from './sandbox'
import { badField, findTemplate } from './templates'

type Fields = Record<string, { value?: unknown } | undefined>

/** Sending a subscribe message (订阅消息). */
export function messageApi(router: Router, sandbox: Sandbox): void {
  router.post('/cgi-bin/message/subscribe/send', context => {
    const invalid = sandbox.tokens.check(context.query.access_token)
    context.body = invalid === 0 ? send(sandbox, requestBody(context)) : outcome(invalid)
  })
}

function send({ mailbox }: Sandbox, { touser, template_id: templateId, page, data }: Record<string, unknown>) {
  const persona = mailbox.personaByOpenid(touser)
  if (!persona) return outcome(40003)
  const template = findTemplate(templateId)
  if (!template) return outcome(40037)
  if (page !== undefined && (typeof page !== 'string' || page.startsWith('/'))) return outcome(41030)
  const given = (typeof data === 'object' && data !== null ? data : {}) as Fields
  const bad = badField(template, given)
  if (bad) return outcome(47003, `data.${bad}.value invalid`)

  const values = Object.keys(template.fields).map(field => [field, String(given[field]?.value)])
  const id = mailbox.deliver(persona.id, template.id, page ?? '', Object.fromEntries(values) as Record<string, string>)
  return id === null ? outcome(43101) : { ...outcome(0), msgid: id }
}
