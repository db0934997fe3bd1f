import type { identityStaff } from '../../../api/identity-staff'
import { OutcomePage } from '../../../features/forms/outcome-page'
import { scopesWords, untilWords } from '../../../features/identity/words'
import { replace } from '../../../navigation'
import { routes } from '../../../routes'
import { useSettings } from '../../../session/settings'

export type RecordedProxy = Awaited<ReturnType<typeof identityStaff.recordProxy>>

/** The receipt, and what the resident came for. */
export const Recorded = ({ proxy }: { proxy: RecordedProxy }) => {
  const { person, scope } = proxy
  const book = () => {
    useSettings.getState().change({ personId: person.personId })
    replace(routes.booking)
  }
  return (
    <OutcomePage
      title="登记好了"
      outcome={`您可以替${person.name}办了`}
      words="请把签好字的纸收好。居民随时可以收回授权。"
      facts={[
        ['证件', person.identityNumber],
        ['能办', scopesWords(scope)],
        ['有效', untilWords(proxy)],
      ]}
      doors={[
        ...(scope.includes('appointments') ? [{ words: '现在就替居民预约', onTap: book }] : []),
        { words: '看请我代办的居民', onTap: () => replace(routes.doctorHome) },
      ]}
    />
  )
}
