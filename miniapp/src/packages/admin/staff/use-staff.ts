import { identity } from '../../../api/identity'
import { useLoad } from '../../../api/use-load'

export const staffKey = ['staff'] as const
export const useStaff = () => useLoad(staffKey, () => identity.staff({ query: {} }))
