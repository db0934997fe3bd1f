import type Router from '@koa/router'
import { credentialsProblem } from './credentials'
import { outcome } from './errors'
import { requestBody } from './request-body'
import { type Sandbox } from './sandbox'

/** Both ways to an access token; the two do not disturb each other. */
export function tokenApi(router: Router, sandbox: Sandbox): void {
  const problem = (from: Record<string, unknown>) => {
    if (from.grant_type !== 'client_credential') return outcome(40002)
    return credentialsProblem(sandbox, from.appid, from.secret)
  }

  router.post('/cgi-bin/stable_token', context => {
    const body = requestBody(context)
    context.body = problem(body) ?? sandbox.tokens.stable(body.force_refresh === true)
  })

  router.get('/cgi-bin/token', context => {
    context.body = problem(context.query) ?? sandbox.tokens.plain()
  })
}
