import type Router from '@koa/router'
import { type Context } from 'koa'
import { type NewPersona, personaProblem } from './personas'
import { type CodeKind } from './codes'
import { whoHoldsThePhone } from './holder'
import { refuse } from './refuse'
import { requestBody } from './request-body'
import { type Sandbox } from './sandbox'
import { findTemplate } from './templates'

/** The JSON twins of the pages, for tests and for the H5 build's platform seam. Refusals are HTTP 400 and 404. */
export function personaApi(router: Router, sandbox: Sandbox): void {
  const { mailbox, codes } = sandbox

  router.get('/__personas', context => {
    context.body = mailbox.personas()
  })

  router.post('/__personas', context => {
    const { id, name, who, group, phone, unionid, highRisk } = requestBody(context)
    const given = Object.fromEntries(
      Object.entries({ id, name, who, group, phone, unionid, highRisk }).filter(([, value]) => value !== undefined),
    ) as NewPersona
    const problem = personaProblem(given)
    if (problem) return refuse(context, 400, problem)
    context.status = 201
    context.body = mailbox.addPersona(given)
  })

  const issue = (kind: CodeKind) => (context: Context) => {
    const persona = mailbox.persona(context.params.id)
    if (!persona) return refuse(context, 404, 'no such persona')
    context.body = { code: codes.issue(kind, persona.id) }
  }
  router.post('/__personas/:id/login-code', issue('login'))
  router.post('/__personas/:id/phone-code', issue('phone'))

  router.get('/__personas/:id/messages', context => {
    if (!mailbox.persona(context.params.id!)) return refuse(context, 404, 'no such persona')
    context.body = mailbox.messages(context.params.id!)
  })

  // Answers in the words of wx.requestSubscribeMessage, so that the H5 side of the platform seam can pass them on.
  router.post(['/quota', '/personas/:id/quota', '/__personas/:id/quota'], context => {
    const persona = context.params.id ? mailbox.persona(context.params.id) : whoHoldsThePhone(context, sandbox)
    if (!persona) return refuse(context, 404, 'no such persona')
    const { templateIds } = requestBody(context)
    const problem = promptProblem(templateIds)
    if (problem) return refuse(context, 400, problem)
    context.body = { errMsg: 'requestSubscribeMessage:ok', ...mailbox.prompt(persona.id, templateIds as string[]) }
  })
}

/** What wx.requestSubscribeMessage refuses: its errCode and text, or null. */
function promptProblem(templateIds: unknown): string | null {
  if (!Array.isArray(templateIds) || templateIds.length === 0) return '10001 TmplIds can not be empty'
  if (templateIds.length > 3) return '20003 Templates count out of max bounds'
  const found = templateIds.map(findTemplate)
  if (found.includes(undefined)) return '20001 No template data return, verify the template id exist'
  return new Set(found.map(template => template?.longTerm)).size > 1 ? '20002 Templates type must be same' : null
}
