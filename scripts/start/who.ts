import { personas } from '../sandbox/county/personas'
import { DEMO_PASSCODE } from '../seed/staff'

/** Whom one can sign in as, a line each, for the person at the terminal; residents with the number they register with. */
export function whoCanSignIn(): string {
  const lines = personas.map(({ role, name, note, identityNumber }) =>
    [`  ${name}`, note, ...(role === 'resident' ? [`身份证 ${identityNumber}`] : [])].join('\t'),
  )
  return ['Sign in (微信登录) as:', ...lines, `The passcode (口令) of staff is ${DEMO_PASSCODE}`].join('\n')
}
