import { outcome } from './errors'
import { type Sandbox } from './sandbox'

/** The error answer for a wrong appid or secret, or null. */
export function credentialsProblem(sandbox: Sandbox, appId: unknown, secret: unknown) {
  if (!appId) return outcome(41002)
  if (appId !== sandbox.appId) return outcome(40013)
  if (!secret) return outcome(41004)
  return secret === sandbox.appSecret ? null : outcome(40125)
}
