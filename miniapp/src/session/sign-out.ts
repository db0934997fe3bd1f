import { createClient } from 'shared/kernel/client'
import { identityContract } from 'shared/identity/contract'
import { queryClient } from '../api/query-client'
import { send } from '../api/send'
import { forgetAll } from '../platform/storage'
import { useSettings } from './settings'
import { dropTokens } from './tokens'

/** Forgets everything of the person that this phone kept: tokens, last data, drafts, whom they acted for. */
export const forgetPerson = (): void => {
  dropTokens()
  queryClient.clear()
  ;['kept:', 'draft:', 'act:'].forEach(forgetAll)
  useSettings.getState().change({ personId: null })
}

/** Ends the session on the server too when it can be reached; here it ends in any case. */
export const signOut = async (): Promise<void> => {
  const { signOut: endpoint } = identityContract
  await createClient({ endpoint }, send)
    .endpoint({})
    .catch(() => undefined)
  forgetPerson()
}
