import { identity } from '../../../api/identity'
import { useLoad } from '../../../api/use-load'

export const appealsKey = ['identity-appeals'] as const
export type AppealToDecide = Awaited<ReturnType<typeof identity.appealsToDecide>>['appeals'][number]

export const useAppeals = () => useLoad([...appealsKey, 'all'], () => identity.appealsToDecide({ query: {} }))
export const useOpenAppeals = () =>
  useLoad([...appealsKey, 'open'], () => identity.appealsToDecide({ query: { state: 'open' } }))
