import { adminConsultations } from '../../../api/admin-consultations'
import { useLoad } from '../../../api/use-load'

export const complaintsKey = ['consultation-complaints'] as const
export const useComplaints = () => useLoad(complaintsKey, () => adminConsultations.consultationComplaints({}))
