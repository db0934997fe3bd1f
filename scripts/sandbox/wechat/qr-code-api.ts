import type Router from '@koa/router'
import { toBuffer } from 'qrcode'
import { type Errcode, outcome } from './errors'
import { requestBody } from './request-body'
import { type Sandbox } from './sandbox'

/**
 * `getUnlimited`: success is a picture, failure is JSON. WeChat draws its own round code that only WeChat reads; here
 * it is a QR code of the page's address, so that any phone in the room can open it.
 */
export function qrCodeApi(router: Router, sandbox: Sandbox): void {
  router.post('/wxa/getwxacodeunlimit', async context => {
    const invalid = sandbox.tokens.check(context.query.access_token)
    const body = requestBody(context)
    const errcode = invalid === 0 ? qrCodeProblem(body) : invalid
    if (errcode !== 0) return void (context.body = outcome(errcode))

    const { scene, page = '', width = 430 } = body
    const target = `${sandbox.appUrl}${page as string}?scene=${encodeURIComponent(scene as string)}`
    context.type = 'image/png'
    context.body = await toBuffer(target, { width: width as number })
  })
}

function qrCodeProblem({ scene, page, width, env_version: version }: Record<string, unknown>): Errcode {
  if (typeof scene !== 'string' || scene === '' || scene.length > 32) return 40169
  if (!/^[\w!#$&'()*+,/:;=?@\-.~]+$/.test(scene)) return 40129
  if (page !== undefined && (typeof page !== 'string' || page.startsWith('/') || page.includes('?'))) return 41030
  if (version !== undefined && !['release', 'trial', 'develop'].includes(version as string)) return 40097
  const fits = width === undefined || (Number.isInteger(width) && (width as number) >= 280 && (width as number) <= 1280)
  return fits ? 0 : 40097
}
