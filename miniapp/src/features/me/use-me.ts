import type { z } from 'zod/mini'
import type { Me } from 'shared/identity/schemas'
import { identity } from '../../api/identity'
import { useLoad, type Loaded } from '../../api/use-load'
import { useSession } from '../../session/tokens'

export type Account = z.infer<typeof Me>

/** The signed-in account: its phone, its roles, its consents. */
export const meKey = ['me'] as const
export const useMe = (): Loaded<Account> => {
  const signedIn = useSession(s => s.signedIn)
  return useLoad(meKey, () => identity.me({}), { keep: true, when: signedIn })
}
