import { demoPersonas } from '../sandbox/wechat/personas'
import { DEMO_PASSCODE } from '../seed/staff'

/** Whom one can sign in as, a line each, for the person at the terminal. */
export function whoCanSignIn(): string {
  const lines = demoPersonas.map(({ name, who }) => `  ${name}\t${who}`)
  return ['Sign in (微信登录) as:', ...lines, `The passcode (口令) of staff is ${DEMO_PASSCODE}`].join('\n')
}
