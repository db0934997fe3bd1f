import { randomBytes } from 'node:crypto'
import { type Sandbox } from '../sandbox'
import { type AnswerFault, type MediaCheck } from './content'
import { eventMessage } from './event-message'

const patienceMs = 5000

async function post(url: string, body: string): Promise<number | null> {
  try {
    const headers = { 'content-type': 'application/json' }
    const signal = AbortSignal.timeout(patienceMs)
    const answer = await fetch(url, { method: 'POST', headers, body, signal, redirect: 'manual' })
    await answer.arrayBuffer()
    return answer.status
  } catch {
    return null
  }
}

function eventOf({ appId, content }: Sandbox, check: MediaCheck, failed: boolean): object {
  const result = { suggest: check.found, label: check.found === 'pass' ? 100 : 20_006 }
  return {
    ToUserName: 'gh_sandbox',
    FromUserName: check.openid,
    CreateTime: Math.floor(content.clock.now() / 1000),
    MsgType: 'event',
    Event: 'wxa_media_check',
    appid: appId,
    trace_id: check.traceId,
    version: 2,
    errcode: failed ? -1008 : 0,
    errmsg: failed ? 'download failed' : 'ok',
    detail: [{ strategy: 'content_model', errcode: 0, ...result, prob: 90 }],
    result: failed ? undefined : result,
  }
}

async function tellOnce(sandbox: Sandbox, check: MediaCheck, fault: AnswerFault | undefined): Promise<void> {
  const { settings, clock } = sandbox.content
  const target = settings.events
  if (!target) return
  const event = eventOf(sandbox, check, fault === 'failed' || check.fetched?.status !== 200)
  const aesKey = fault === 'wrong-key' ? randomBytes(33).toString('hex').slice(0, 43) : target.aesKey
  const appId = fault === 'wrong-appid' ? 'wxforeign000000000' : sandbox.appId
  const { query, body } = eventMessage({ ...target, aesKey }, appId, event, clock.now())
  if (fault === 'bad-signature') query.msg_signature = 'f'.repeat(40)
  check.told.push(
    await post(`${target.url}?${new URLSearchParams(query)}`, fault === 'plain' ? JSON.stringify(event) : body),
  )
}

/** Tells what was found, as a fault says. */
export async function tellAnswer(sandbox: Sandbox, check: MediaCheck): Promise<void> {
  const fault = sandbox.content.faults.shift()
  if (fault === 'lost') return
  await tellOnce(sandbox, check, fault)
  if (fault === 'doubled') await tellOnce(sandbox, check, fault)
}

async function fetched({ content }: Sandbox, mediaUrl: string): Promise<MediaCheck['fetched']> {
  try {
    const { pathname, search } = new URL(mediaUrl)
    const address = content.settings.origin ? `${content.settings.origin}${pathname}${search}` : mediaUrl
    const answer = await fetch(address, { signal: AbortSignal.timeout(patienceMs), redirect: 'manual' })
    const bytes = (await answer.arrayBuffer()).byteLength
    return { status: answer.status, type: answer.headers.get('content-type') ?? '', bytes }
  } catch {
    return null
  }
}

/** Looks at it behind the answer, as WeChat does. */
export function lookLater(sandbox: Sandbox, check: MediaCheck, mediaUrl: string): void {
  const { content } = sandbox
  const work = (async () => {
    check.fetched = await fetched(sandbox, mediaUrl)
    if (content.settings.answers === 'sent') await tellAnswer(sandbox, check)
  })()
  content.underWay.add(work)
  void work.finally(() => content.underWay.delete(work))
}
