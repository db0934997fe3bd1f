import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { type Context, type Middleware } from 'koa'
import { createGate } from './authorization'
import { PayRefusal } from './errors'
import { type PayFault } from './faults'
import { type Pay, type PaySettings } from './pay'
import { seal, signerBySerial, spoilSignature } from './seal'

const bodyLimit = 1024 * 1024

/** What every request to WeChat Pay goes through: misbehaviour, the caller's signature, refusals, the answer's own signature. */
export function answerSigned(pay: Pay): Middleware {
  const gate = createGate(pay)
  return async (context, next) => {
    const { method, path } = context
    const fault = pay.faults.take(
      'api',
      of => (of.method ?? method) === method && (of.path === undefined || path.includes(of.path)),
    )
    if (fault?.what === 'down') return cut(context)
    if (fault?.what === 'slow') await sleep(fault.delayMs)
    let by = pay.settings.answersSignedBy
    try {
      const body = await readBody(context)
      checkHeaders(context)
      gate({ method, pathAndQuery: context.req.url!, body, authorization: context.get('authorization') })
      by = chosenSigner(pay, context)
      if (fault?.what === 'refuse') throw new PayRefusal(fault.code)
      context.state.body = body
      await next()
    } catch (error) {
      if (!(error instanceof PayRefusal)) throw error
      const { status, code, message, detail } = error
      context.status = status
      context.state.answer = { code, message, ...(detail && { detail }) }
    }
    if (fault?.what === 'answer-lost') return cut(context)
    if (fault?.what === 'garbage') return garbage(context)
    send(pay, context, by, fault)
  }
}

/** Handlers leave the answer in `context.state.answer`; nothing there is 204, a Buffer is a file, the one thing unsigned. */
function send(pay: Pay, context: Context, by: PaySettings['answersSignedBy'], fault?: PayFault): void {
  const { answer } = context.state as { answer?: unknown }
  context.set('Request-ID', randomUUID())
  if (Buffer.isBuffer(answer)) {
    context.body = answer
    return
  }
  const body = answer === undefined ? '' : JSON.stringify(answer)
  if (answer === undefined) context.status = 204
  else {
    context.type = 'application/json; charset=utf-8'
    context.body = body
  }
  if (fault?.what === 'unsigned') return
  const headers = seal(pay, body, by, pay.clock.now() - (fault?.what === 'stale-timestamp' ? 600_000 : 0))
  if (fault?.what === 'wrong-signature')
    headers['Wechatpay-Signature'] = spoilSignature(headers['Wechatpay-Signature']!)
  if (fault?.what === 'wrong-serial') headers['Wechatpay-Serial'] = 'PUB_KEY_ID_0000000000000000000000000000'
  context.set(headers)
}

async function readBody({ req }: Context): Promise<string> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of req as AsyncIterable<Buffer>) {
    size += chunk.length
    if (size > bodyLimit) throw new PayRefusal('PARAM_ERROR', '请求包体过大')
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}

function checkHeaders(context: Context): void {
  const accept = context.get('accept')
  if (!context.get('user-agent') || !/application\/json|\*\/\*/.test(accept)) {
    throw new PayRefusal('PARAM_ERROR', 'Http头缺少Accept或User-Agent')
  }
  if (context.method === 'POST' && !context.get('content-type').startsWith('application/json')) {
    throw new PayRefusal('PARAM_ERROR', 'Http头Content-Type须为application/json')
  }
}

/** Who names a key in Wechatpay-Serial is answered under that one. */
function chosenSigner(pay: Pay, context: Context): PaySettings['answersSignedBy'] {
  const serial = context.get('wechatpay-serial')
  if (serial === '') return pay.settings.answersSignedBy
  const by = signerBySerial(pay, serial)
  if (by === null) {
    throw new PayRefusal('PARAM_ERROR', '请确认Wechatpay-Serial', {
      field: 'Wechatpay-Serial',
      issue: 'unknown serial',
      location: 'header',
    })
  }
  return by
}

function garbage(context: Context): void {
  context.status = 502
  context.type = 'html'
  context.body = '<html><body>502 Bad Gateway</body></html>'
}

/** The connection ends without an answer. */
function cut(context: Context): void {
  context.respond = false
  context.req.socket.destroy()
}
