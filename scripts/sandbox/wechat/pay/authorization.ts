import { verifyLines } from './cipher'
import { PayRefusal } from './errors'
import { type Pay } from './pay'

const scheme = 'WECHATPAY2-SHA256-RSA2048'
const skewSeconds = 300

const signError = (issue: string, field = 'signature') =>
  new PayRefusal('SIGN_ERROR', '错误的签名，验签失败', { field, issue, location: 'authorization' })

export type SignedRequest = { method: string; pathAndQuery: string; body: string; authorization: string }

/** Checks who asks. @throws PayRefusal SIGN_ERROR (401) */
export function createGate(pay: Pay) {
  const usedNonces = new Map<string, number>()

  /** A nonce may come again once its timestamp could no longer be accepted. */
  function use(nonce: string, now: number): void {
    for (const [old, at] of usedNonces) {
      if (at > now - 2 * skewSeconds) break
      usedNonces.delete(old)
    }
    if (usedNonces.has(nonce)) throw signError('nonce_str has been used', 'nonce_str')
    usedNonces.set(nonce, now)
  }

  return ({ method, pathAndQuery, body, authorization }: SignedRequest): void => {
    const given = readAuthorization(authorization)
    if (given.mchid !== pay.keys.mchid) throw signError('mchid is unknown', 'mchid')
    if (given.serial_no !== pay.keys.merchant.serial) throw signError('serial_no is not of mchid', 'serial_no')
    if (!/^\d{10}$/.test(given.timestamp!)) throw signError('timestamp must be seconds since 1970', 'timestamp')
    // A test may push the sandbox's clock and leave the machine's, by which libraries stamp their requests.
    const clocks = [pay.clock.now(), Date.now()]
    if (!clocks.some(now => Math.abs(now / 1000 - Number(given.timestamp)) <= skewSeconds)) {
      throw signError('timestamp is too far from the present', 'timestamp')
    }
    if (!/^[\w-]{1,64}$/.test(given.nonce_str!)) throw signError('nonce_str is malformed', 'nonce_str')
    const lines = [method, pathAndQuery, given.timestamp!, given.nonce_str!, body]
    if (!verifyLines(lines, given.signature!, pay.keys.merchant.certificate)) throw signError('sign not match')
    use(given.nonce_str!, Date.now() / 1000)
  }
}

const fields = ['mchid', 'nonce_str', 'timestamp', 'serial_no', 'signature']

function readAuthorization(header: string): Record<string, string> {
  if (!header.startsWith(`${scheme} `)) throw signError(`scheme must be ${scheme}`, 'Authorization')
  const given: Record<string, string> = {}
  for (const part of header.slice(scheme.length + 1).split(',')) {
    const [, name, value] = /^\s*([a-z_]+)="([^"]*)"\s*$/.exec(part) ?? []
    if (!name || name in given) throw signError('malformed', 'Authorization')
    given[name] = value!
  }
  const missing = fields.find(name => !given[name])
  if (missing) throw signError('missing', missing)
  return given
}
