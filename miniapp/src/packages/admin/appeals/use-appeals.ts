import { identityStaff } from '../../../api/identity-staff'
import { useLoad } from '../../../api/use-load'

export const appealsKey = ['identity-appeals'] as const
export type AppealToDecide = Awaited<ReturnType<typeof identityStaff.appealsToDecide>>['appeals'][number]

export const useAppeals = () => useLoad([...appealsKey, 'all'], () => identityStaff.appealsToDecide({ query: {} }))
export const useOpenAppeals = () =>
  useLoad([...appealsKey, 'open'], () => identityStaff.appealsToDecide({ query: { state: 'open' } }))
