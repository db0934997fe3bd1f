import type Router from '@koa/router'
import { whoHoldsThePhone } from './holder'
import { type Html, html, page } from './html'
import { type Message } from './journal'
import { showRefusal } from './persona-pages'
import { type Mailbox } from './mailbox'
import { type Persona } from './personas'
import { type Sandbox } from './sandbox'
import { findTemplate, type Template, templates } from './templates'

/** 服务通知: what a persona has received, and which further messages it agrees to. */
export function messagePages(router: Router, sandbox: Sandbox): void {
  const { mailbox } = sandbox

  // Where wx.openSetting would lead: the messages of whoever this browser signed in.
  router.get('/messages', context => {
    const persona = whoHoldsThePhone(context, sandbox)
    if (!persona) return showRefusal(context)
    context.status = 303
    context.set('Location', `personas/${persona.id}/messages`)
  })

  router.get('/personas/:id/messages', context => {
    const persona = mailbox.persona(context.params.id!)
    if (!persona) return showRefusal(context)
    const messages = mailbox.messages(persona.id)
    context.body = page('服务通知', `${persona.name}收到的消息，新的在上面。`, [
      html`<p><a class="link" href="../../personas">看其他人的</a></p>`,
      ...messages.map(message => messageCard(message, sandbox.appUrl)),
      messages.length > 0 ? html`` : html`<p class="note">还没有消息。约号以后，医院的答复会到这里。</p>`,
      html`<h2>还愿意接收的提醒</h2>`,
      ...templates.map(template => quotaCard(template, persona, mailbox)),
    ])
  })

  router.post(['/personas/:id/accept', '/personas/:id/refuse'], context => {
    const persona = mailbox.persona(context.params.id!)
    const template = findTemplate(context.query.template)
    if (!persona || !template) return showRefusal(context)
    if (context.path.endsWith('/accept')) mailbox.accept(persona.id, [template.id])
    else mailbox.refuse(persona.id, template.id)
    context.status = 303
    context.set('Location', 'messages')
  })
}

const beijing = new Intl.DateTimeFormat('zh-CN', { timeZone: 'Asia/Shanghai', dateStyle: 'long', timeStyle: 'short' })

function messageCard({ templateId, data, page: target, sentAt }: Message, appUrl: string): Html {
  const template = findTemplate(templateId)
  const lines = Object.entries(data).map(
    ([field, value]) =>
      html`<dt>${template?.fields[field] ?? field}</dt>
        <dd>${value}</dd>`,
  )
  const open = target ? html`<a href="${appUrl}${target}">打开看看</a>` : html``
  return html`<article class="card block">
    <strong>${template?.title ?? templateId}</strong><small>${beijing.format(new Date(sentAt))}</small>
    <dl>${lines}</dl>
    ${open}
  </article>`
}

function quotaCard({ id, title, longTerm }: Template, persona: Persona, mailbox: Mailbox): Html {
  const quota = mailbox.quota(persona.id, id)
  if (mailbox.refuses(persona.id, id)) {
    return html`<form method="post" action="accept?template=${id}">
      <button class="card" aria-label="${persona.name}重新接收${title}">
        <span><strong>${title}</strong><small>不接收，也不再问；点一下重新接收</small></span>
      </button>
    </form>`
  }
  const state = longTerm ? (quota > 0 ? '长期接收' : '没有答应') : `还能收 ${quota} 条`
  return html`<form method="post" action="accept?template=${id}">
      <button class="card" aria-label="${persona.name}再答应接收${title}">
        <span><strong>${title}</strong><small>${state}，点一下再答应一次</small></span>
      </button>
    </form>
    <form method="post" action="refuse?template=${id}">
      <button class="quiet" aria-label="${persona.name}不再接收${title}">不再接收${title}</button>
    </form>`
}
