import type Router from '@koa/router'
import { randomBytes } from 'node:crypto'
import { outcome } from '../errors'
import { refuse } from '../refuse'
import { requestBody } from '../request-body'
import { type Sandbox } from '../sandbox'
import { type AnswerFault, answerFaults, type ContentSettings, reviewWord, riskyWord } from './content'
import { lookLater, tellAnswer } from './tell'

const maxText = 2500

/** 内容安全: words are answered at once, pictures and sound later, by an event. */
export function contentApi(router: Router, sandbox: Sandbox): void {
  const { tokens, mailbox, content } = sandbox

  router.post('/wxa/msg_sec_check', context => {
    const invalid = tokens.check(context.query.access_token)
    if (invalid !== 0) return void (context.body = outcome(invalid))
    const { openid, content: text, scene, version } = requestBody(context)
    if (!mailbox.personaByOpenid(openid)) return void (context.body = outcome(40003))
    const fits = typeof text === 'string' && text.length > 0 && text.length <= maxText
    if (!fits || version !== 2 || ![1, 2, 3, 4].includes(scene as number))
      return void (context.body = outcome(47003, 'content, scene or version'))
    const suggest = text.includes(riskyWord) ? 'risky' : text.includes(reviewWord) ? 'review' : 'pass'
    const result = { suggest, label: suggest === 'pass' ? 100 : 20_006 }
    context.body = { ...outcome(0), result, trace_id: randomBytes(12).toString('hex') }
  })

  router.post('/wxa/media_check_async', context => {
    const invalid = tokens.check(context.query.access_token)
    if (invalid !== 0) return void (context.body = outcome(invalid))
    const { openid, media_url: url, media_type: mediaType, scene, version } = requestBody(context)
    if (!mailbox.personaByOpenid(openid)) return void (context.body = outcome(40003))
    const fits = typeof url === 'string' && /^https?:\/\//.test(url) && (mediaType === 1 || mediaType === 2)
    if (!fits || version !== 2 || ![1, 2, 3, 4].includes(scene as number))
      return void (context.body = outcome(47003, 'media_url, media_type, scene or version'))
    const traceId = randomBytes(12).toString('hex')
    const check = {
      traceId,
      openid: openid as string,
      mediaType,
      fetched: null,
      found: content.settings.media,
      told: [],
    }
    content.checks.push(check)
    lookLater(sandbox, check, url)
    context.body = { ...outcome(0), trace_id: traceId }
  })
}

/**
 * `{settings}` (content.ts), `{fault}` of the next answer, `{clear: true}`; `POST /__content/deliver` `{traceId?}` sends
 * what is held, or one once more; `POST /__content/settle` waits until nothing is under way.
 */
export function contentControlApi(router: Router, sandbox: Sandbox): void {
  const { content } = sandbox
  const settle = async () => {
    while (content.underWay.size > 0) await Promise.all(content.underWay)
  }

  router.get('/__content', context => {
    context.body = { checks: content.checks }
  })
  router.post('/__content/control', context => {
    const { settings, fault, clear } = requestBody(context)
    if (fault !== undefined && !answerFaults.includes(fault as AnswerFault))
      return refuse(context, 400, `fault: ${answerFaults.join(', ')}`)
    if (clear === true) content.faults.length = 0
    if (fault !== undefined) content.faults.push(fault as AnswerFault)
    if (settings) Object.assign(content.settings, settings as Partial<ContentSettings>)
    context.body = { settings: content.settings, faults: content.faults }
  })
  router.post('/__content/deliver', async context => {
    const { traceId } = requestBody(context)
    await settle()
    for (const check of content.checks)
      if (traceId === undefined ? check.told.length === 0 : check.traceId === traceId) await tellAnswer(sandbox, check)
    context.body = { checks: content.checks }
  })
  router.post('/__content/settle', async context => {
    await settle()
    context.body = { checks: content.checks }
  })
}
