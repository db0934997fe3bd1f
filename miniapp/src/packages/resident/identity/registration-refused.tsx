import type { ProblemError } from 'shared/kernel/client'
import type { ErrorCode } from 'shared/kernel/errors'
import { OutcomePage } from '../../../features/forms/outcome-page'
import { HelpRows } from '../../../features/me/help-rows'
import { go } from '../../../navigation'
import { routes } from '../../../routes'

interface Refused {
  outcome: string
  words: string
}

/** What the county platform found, and what can be done about it without giving up. */
const refused: Partial<Record<ErrorCode, Refused>> = {
  person_not_found: {
    outcome: '县里没有查到这个人',
    words: '先看看姓名和身份证号有没有填错。都对的话，可能县里还没有建档，带身份证到就近的卫生院，当场就能建。',
  },
  person_bound_elsewhere: {
    outcome: '这个身份被另一个微信绑定了',
    words: '如果是您自己的旧微信，请用旧微信登录。如果不是您绑的，请申诉，县里会来处理。',
  },
}

export const isRegistrationRefusal = (problem: ProblemError | null): boolean =>
  problem !== null && refused[problem.code] !== undefined

/** Each refusal with its own way out; what was typed stays. */
export const RegistrationRefused = ({ problem, change }: { problem: ProblemError; change: () => void }) => {
  const found = refused[problem.code]
  if (!found) return null
  const again = { words: '看看填的对不对', onTap: change }
  const home = { words: '回首页', onTap: () => go(routes.home) }
  const appeal = { words: '不是我绑的，我要申诉', onTap: () => go(routes.identityAppeal, { form: 1 }) }
  const doors = problem.code === 'person_bound_elsewhere' ? [appeal, again] : [again, home]
  return (
    <OutcomePage title="还没有登记上" icon="warning" bad {...found} doors={doors}>
      <HelpRows />
    </OutcomePage>
  )
}
