import { demoPersonas } from '../sandbox/wechat/personas'

/** Whom one can sign in as, a line each, for the person at the terminal. */
export function whoCanSignIn(): string {
  const lines = demoPersonas.map(({ name, who }) => `  ${name.padEnd(4, ' ')} ${who}`)
  return ['Sign in (「微信登录」) as:', ...lines].join('\n')
}
