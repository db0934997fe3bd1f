import { identityStaff } from '../../../api/identity-staff'
import { useLoad } from '../../../api/use-load'

export const staffKey = ['staff'] as const
export const useStaff = () => useLoad(staffKey, () => identityStaff.staff({ query: {} }))
