import { OutcomePage } from '../../../features/forms/outcome-page'
import { scopesWords } from '../../../features/identity/words'
import { basisWords, type ActsForPerson } from '../../../features/whom/use-whom'
import { replace } from '../../../navigation'
import { routes } from '../../../routes'
import { useSettings } from '../../../session/settings'

/** The receipt: whom one may act for now, in what, and what one probably came for. */
export const MemberAdded = ({ member }: { member: ActsForPerson }) => {
  const { person, scope } = member
  const forThem = (path: string) => () => {
    useSettings.getState().change({ personId: person.personId })
    replace(path)
  }
  const who = basisWords(member)
  const doors = [
    ...(scope.includes('appointments') ? [{ words: `给${who}预约挂号`, onTap: forThem(routes.booking) }] : []),
    ...(scope.includes('card') ? [{ words: `打开${who}的健康卡`, onTap: forThem(routes.card) }] : []),
    { words: '看我的家人', onTap: () => replace(routes.members) },
  ]
  return (
    <OutcomePage
      title="添加好了"
      outcome={`${who} ${person.name} 已经添加`}
      words="首页最上面点“换人”，就能换成替家人办。"
      facts={[
        ['能办', scopesWords(scope)],
        ['证件', person.identityNumber],
      ]}
      doors={doors}
    />
  )
}
