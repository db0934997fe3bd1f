import { type Context } from 'koa'
import { type Persona } from './personas'
import { type Sandbox } from './sandbox'

const cookie = 'sandbox_wechat_persona'

/** In WeChat the phone itself knows whose account it is; here the browser remembers whom it signed in last. */
export function rememberHolder(context: Context, persona: Persona): void {
  const path = context.get('x-forwarded-prefix') || '/'
  context.cookies.set(cookie, persona.id, { path, sameSite: 'lax', httpOnly: true })
}

/** The persona that the query names, else the one this browser signed in. */
export function whoHoldsThePhone(context: Context, { mailbox }: Sandbox): Persona | undefined {
  const { persona } = context.query
  return mailbox.persona(typeof persona === 'string' ? persona : (context.cookies.get(cookie) ?? ''))
}
