import type Router from '@koa/router'
import { html, page } from './html'
import { whoHoldsThePhone } from './holder'
import { hostsOf, showRefusal } from './persona-pages'
import { allowedRedirect } from './redirect'
import { type Sandbox } from './sandbox'

/** What WeChat's phone button shows: the bound number, yes or no. Comes back with `phoneCode`, or `phoneDenied=1`. */
export function phonePages(router: Router, sandbox: Sandbox): void {
  router.get('/phone', context => {
    const persona = whoHoldsThePhone(context, sandbox)
    const target = allowedRedirect(context.query.redirect, hostsOf(context))
    if (!persona || target === null) return showRefusal(context)
    const answer = (verb: string) => `phone/${persona.id}/${verb}?redirect=${encodeURIComponent(target)}`
    const shown = persona.phone.replace(/^(\d{3})\d{4}/, '$1****')
    context.body = page('把手机号给本应用？', '演练用的微信，号码是虚构的。', [
      html`<div class="card"><span class="face" aria-hidden="true">☎</span><strong>${shown}</strong></div>`,
      html`<form method="post" action="${answer('allow')}"><button class="main">允许</button></form>`,
      html`<form method="post" action="${answer('deny')}"><button class="quiet">不允许</button></form>`,
    ])
  })

  router.post('/phone/:id/:verb', context => {
    const persona = sandbox.mailbox.persona(context.params.id!)
    const allowed = context.params.verb === 'allow'
    if (!persona || (!allowed && context.params.verb !== 'deny')) return showRefusal(context)
    const added: Record<string, string> = allowed
      ? { phoneCode: sandbox.codes.issue('phone', persona.id) }
      : { phoneDenied: '1' }
    const target = allowedRedirect(context.query.redirect, hostsOf(context), added)
    if (target === null) return showRefusal(context)
    context.status = 303
    context.set('Location', target)
  })
}
