import { randomBytes } from 'node:crypto'
import { encryptResource } from './cipher'
import { type Forgery } from './faults'
import { rfc3339 } from './numbers'
import { type Pay } from './pay'
import { type Callback } from './records'
import { seal, spoilSignature } from './seal'

export type Message = { headers: Record<string, string>; body: string }

const summaries: Record<Callback['eventType'], string> = {
  'TRANSACTION.SUCCESS': '支付成功',
  'REFUND.SUCCESS': '退款成功',
  'REFUND.ABNORMAL': '退款异常',
  'REFUND.CLOSED': '退款关闭',
}

/** A callback as it goes over the wire: encrypted and signed anew at each attempt, under the same id. */
export function callbackMessage(pay: Pay, callback: Callback, forgery?: Forgery): Message {
  const kind = callback.eventType.startsWith('REFUND') ? 'refund' : 'transaction'
  const content = JSON.stringify(forgeContent(callback.content, forgery))
  const apiV3Key = forgery === 'wrong-key' ? randomBytes(16).toString('hex') : pay.keys.apiV3Key
  const resource = forgeResource(encryptResource(content, apiV3Key, kind), forgery)
  const body = JSON.stringify({
    id: callback.id,
    create_time: rfc3339(callback.createdAt),
    resource_type: 'encrypt-resource',
    event_type: callback.eventType,
    summary: summaries[callback.eventType],
    resource: { original_type: kind, ...resource },
  })
  return forgeSeal(pay, body, forgery)
}

function forgeContent(content: Record<string, unknown>, forgery?: Forgery): Record<string, unknown> {
  const amount = content.amount as Record<string, unknown>
  switch (forgery) {
    case 'wrong-amount':
      return { ...content, amount: oneFenMore(amount) }
    case 'wrong-currency':
      return { ...content, amount: { ...amount, currency: 'JPY', payer_currency: 'JPY' } }
    case 'wrong-appid':
      return { ...content, appid: 'wxforeign000000000' }
    case 'wrong-mchid':
      return { ...content, mchid: '1900099999' }
    case 'wrong-openid':
      return { ...content, payer: { openid: 'oForeign00000000000000000000' } }
    case 'wrong-number':
      return { ...content, ...foreignNumbers(content) }
    default:
      return content
  }
}

/** One fen more in every place. */
const oneFenMore = (amount: Record<string, unknown>) =>
  Object.fromEntries(
    Object.entries(amount).map(([name, value]) => [name, typeof value === 'number' ? value + 1 : value]),
  )

const foreignNumbers = (content: Record<string, unknown>) =>
  Object.fromEntries(
    ['out_trade_no', 'out_refund_no']
      .filter(name => name in content)
      .map(name => [name, `X0000${content[name]}`.slice(0, 32)]),
  )

function forgeResource(resource: ReturnType<typeof encryptResource>, forgery?: Forgery) {
  if (forgery === 'bad-aad') return { ...resource, associated_data: 'forged' }
  if (forgery !== 'bad-tag') return resource
  const bytes = Buffer.from(resource.ciphertext, 'base64')
  bytes[bytes.length - 1]! ^= 1
  return { ...resource, ciphertext: bytes.toString('base64') }
}

const skewMs: Partial<Record<Forgery, number>> = { 'stale-timestamp': -600_000, 'future-timestamp': 600_000 }

function forgeSeal(pay: Pay, body: string, forgery?: Forgery): Message {
  const at = pay.clock.now() + ((forgery && skewMs[forgery]) ?? 0)
  const headers: Record<string, string> = {
    'Content-Type': 'application/json',
    'User-Agent': 'Mozilla/4.0',
    ...(forgery !== 'unsigned' && seal(pay, body, pay.settings.callbacksSignedBy, at)),
  }
  const signature = headers['Wechatpay-Signature'] ?? ''
  if (forgery === 'bad-serial') headers['Wechatpay-Serial'] = 'PUB_KEY_ID_0000000000000000000000000000'
  if (forgery === 'bad-signature') headers['Wechatpay-Signature'] = spoilSignature(signature)
  if (forgery === 'signtest')
    headers['Wechatpay-Signature'] = `WECHATPAY/SIGNTEST/${randomBytes(64).toString('base64')}`
  return { headers, body: forgery === 'changed-body' ? body.replace('"summary":"', '"summary":"x') : body }
}
