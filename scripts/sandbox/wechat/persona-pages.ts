import type Router from '@koa/router'
import { type Context } from 'koa'
import { rememberHolder } from './holder'
import { type Html, html, page } from './html'
import { type Persona } from './personas'
import { allowedRedirect } from './redirect'
import { type Sandbox } from './sandbox'

/**
 * Choosing who one is, where WeChat would know it. Links are relative, so the pages work behind a path prefix; forms
 * carry no body, so they pass any proxy.
 */
export function personaPages(router: Router, sandbox: Sandbox): void {
  router.get('/personas', context => {
    const { redirect } = context.query
    const target = allowedRedirect(redirect, hostsOf(context))
    if (redirect !== undefined && target === null) return showRefusal(context)
    const [title, hint] =
      target === null
        ? ['服务通知', '演练用的微信，人都是虚构的。选一位，看收到的消息。']
        : ['您是谁？', '演练用的微信，人都是虚构的。选一位，就以这位的身份登录。']
    context.body = page(title, hint, [
      group('居民', 'resident', sandbox, target),
      group('医生和工作人员', 'staff', sandbox, target),
      group('其他人', 'other', sandbox, target),
      target === null ? html`` : newcomer(target),
    ])
  })

  router.post('/personas/:id/sign-in', context => {
    const known = sandbox.mailbox.persona(context.params.id!)
    const isNew = context.params.id === 'newcomer'
    if (!known && !isNew) return showRefusal(context)
    if (allowedRedirect(context.query.redirect, hostsOf(context)) === null) return showRefusal(context)
    const persona = known ?? sandbox.mailbox.addPersona({})
    const code = sandbox.codes.issue('login', persona.id)
    context.status = 303
    context.set('Location', allowedRedirect(context.query.redirect, hostsOf(context), { code })!)
    rememberHolder(context, persona)
  })
}

function group(title: string, name: Persona['group'], { mailbox }: Sandbox, target: string | null): Html {
  const members = mailbox.personas().filter(persona => persona.group === name)
  const cards = members.map(persona => card(persona, mailbox.messages(persona.id).length, target))
  return html`<h2>${title}</h2>
    ${cards}`
}

function card({ id, name, who }: Persona, messages: number, target: string | null): Html {
  const note = target === null ? `收到 ${messages} 条消息` : who
  const face = html`<span class="face" aria-hidden="true">${name.slice(0, 1)}</span>
    <span><strong>${name}</strong><small>${note}</small></span>`
  if (target === null) return html`<a class="card" href="personas/${id}/messages">${face}</a>`
  return html`<form method="post" action="personas/${id}/sign-in?redirect=${encodeURIComponent(target)}">
    <button class="card" data-persona="${id}">${face}</button>
  </form>`
}

function newcomer(target: string): Html {
  return html`<form method="post" action="personas/newcomer/sign-in?redirect=${encodeURIComponent(target)}">
    <button class="quiet" data-persona="newcomer">换一个没用过的微信</button>
  </form>`
}

/** The names under which the browser asked for this page, also through the server's proxy. */
export const hostsOf = (context: Context) => [context.get('host'), context.get('x-forwarded-host')].filter(Boolean)

export function showRefusal(context: Context): void {
  context.status = 400
  context.body = page('打不开这个页面', '地址不对：没有这个人，或者要回到的网址不是本机的。', html``)
}
