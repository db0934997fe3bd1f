import { doctorConsultations } from '../../../api/doctor-consultations'
import { useLoad, type Loaded } from '../../../api/use-load'
import type { DoctorConsultation } from 'shared/consultations/doctor-contract'

export const consultationKey = (consultationId: string) => ['doctor-consultation', consultationId] as const
/** What an act of the doctor's changes: this consultation, and the queue. */
export const changedBy = (consultationId: string) => [consultationKey(consultationId), ['doctor-queue']] as const

/** One consultation of mine; asked again from time to time, the socket says most changes earlier. */
export const useConsultation = (consultationId: string): Loaded<DoctorConsultation> =>
  useLoad(
    consultationKey(consultationId),
    () => doctorConsultations.doctorConsultation({ params: { consultationId } }),
    { every: 60_000 },
  )
