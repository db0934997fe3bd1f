import { go } from '../../navigation'
import { routes } from '../../routes'
import { EmptyState } from '../../ui/states'

/** Nobody is registered on this account yet: what registering opens, and the door to it. */
export const NeedsRegistration = ({ words }: { words: string }) => (
  <EmptyState
    icon="verified"
    title="先做实名登记"
    words={words}
    doors={[{ words: '做实名登记', onTap: () => go(routes.register) }]}
  />
)
