import { randomBytes } from 'node:crypto'
import type Router from '@koa/router'
import { outcome } from './errors'
import { credentialsProblem } from './credentials'
import { requestBody } from './request-body'
import { type Sandbox } from './sandbox'

/** Sign-in (`code2session`) and the phone number behind the phone button's code. */
export function signInApi(router: Router, sandbox: Sandbox): void {
  const { codes, mailbox, tokens, clock } = sandbox

  router.get('/sns/jscode2session', context => {
    const { appid, secret, js_code: code, grant_type: grant } = context.query
    // WeChat labels this JSON answer as plain text.
    context.type = 'text/plain'
    const answer = (body: object) => void (context.body = JSON.stringify(body))

    const problem = credentialsProblem(sandbox, appid, secret)
    if (problem) return answer(problem)
    if (grant !== 'authorization_code') return answer(outcome(40002))
    if (typeof code !== 'string' || code === '') return answer(outcome(41008))
    const persona = mailbox.persona(codes.owner('login', code) ?? '')
    if (!persona) return answer(outcome(40029))
    codes.spend(code)
    if (persona.highRisk) return answer(outcome(40226))
    answer({
      session_key: randomBytes(16).toString('base64'),
      openid: persona.openid,
      ...(persona.unionid !== null && { unionid: persona.unionid }),
    })
  })

  router.post('/wxa/business/getuserphonenumber', context => {
    const invalid = tokens.check(context.query.access_token)
    if (invalid !== 0) return void (context.body = outcome(invalid))
    const { code, openid } = requestBody(context)
    const persona = mailbox.persona(codes.owner('phone', code) ?? '')
    // A code that another person's phone gave stays good for its owner.
    if (!persona || (openid !== undefined && openid !== persona.openid)) return void (context.body = outcome(40029))
    codes.spend(code as string)
    context.body = {
      ...outcome(0),
      phone_info: {
        phoneNumber: persona.phone,
        purePhoneNumber: persona.phone,
        countryCode: '86',
        watermark: { timestamp: Math.floor(clock.now() / 1000), appid: sandbox.appId },
      },
    }
  })
}
