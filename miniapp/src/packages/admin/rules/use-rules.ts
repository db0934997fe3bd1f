import { appointmentRules } from '../../../api/appointment-rules'
import { useLoad } from '../../../api/use-load'

export type StoredRules = Awaited<ReturnType<typeof appointmentRules.rules>>
export const rulesKey = (institutionId: string) => ['appointment-rules', institutionId] as const
export const useRules = (institutionId: string) =>
  useLoad(rulesKey(institutionId), () => appointmentRules.rules({ params: { institutionId } }))
