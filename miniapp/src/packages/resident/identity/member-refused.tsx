import type { ProblemError } from 'shared/kernel/client'
import type { ErrorCode } from 'shared/kernel/errors'
import { OutcomePage } from '../../../features/forms/outcome-page'
import { HelpRows } from '../../../features/me/help-rows'
import { go, replace } from '../../../navigation'
import { routes } from '../../../routes'

interface Refused {
  outcome: string
  words: string
  door: { words: string; path?: string }
}

const lookAgain = { words: '看看填的对不对' }
const refused: Partial<Record<ErrorCode, Refused>> = {
  person_not_found: {
    outcome: '县里没有查到这个人',
    words: '先看看姓名和身份证号有没有填错。都对的话，带上家人的身份证或户口本到就近的卫生院建档。',
    door: lookAgain,
  },
  person_conflict: {
    outcome: '县里有两份同样的档案',
    words: '这个身份证号在县里有不止一份档案，要人工核对。带上身份证到就近的卫生院，核对好了再添加。',
    door: lookAgain,
  },
  registration_required: {
    outcome: '先登记您自己',
    words: '您先做实名登记，才能替家人办。',
    door: { words: '做实名登记', path: routes.register },
  },
  already_member: {
    outcome: '这位家人已经在了',
    words: '不用重复添加。',
    door: { words: '看我的家人', path: routes.members },
  },
}

export const isMemberRefusal = (problem: ProblemError): boolean => refused[problem.code] !== undefined

/** Why the family member was not added, with the way on. */
export const MemberRefused = ({ problem, change }: { problem: ProblemError; change: () => void }) => {
  const found = refused[problem.code]
  if (!found) return null
  const { outcome, words, door } = found
  const { path } = door
  return (
    <OutcomePage
      title="还没有添加上"
      icon="warning"
      bad
      outcome={outcome}
      words={words}
      doors={[
        { words: door.words, onTap: () => (path ? replace(path) : change()) },
        { words: '回首页', onTap: () => go(routes.home) },
      ]}
    >
      <HelpRows />
    </OutcomePage>
  )
}
