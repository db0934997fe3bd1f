import type { Appointment } from 'shared/appointments/model'
import { appointments } from '../../../api/appointments'
import { useLoad, type Loaded } from '../../../api/use-load'
import { useWhom, type Whom } from '../../../features/whom/use-whom'
import { useParams } from '../../../navigation'

/** What the person came for: a new number, another time for the one they have, or the free follow-up of a visit. */
export type Purpose = 'book' | 'move' | 'follow'

export interface Errand {
  purpose: Purpose
  whom: Whom
  /** For whom: chosen freely for a new number, else the person of the earlier appointment. */
  personId: string | undefined
  /** The appointment that is moved or followed up. */
  earlierId: string | undefined
  earlier: Loaded<Appointment>
  /** To be handed on to the next page of the booking. */
  carry: { moves?: string; follows?: string }
}

/** Reads from the page's address what is being done, and for whom. */
export const useErrand = (): Errand => {
  const { moves, follows } = useParams()
  const whom = useWhom('appointments')
  const earlierId = moves ?? follows
  const earlier = useLoad(
    ['appointment', earlierId],
    () => appointments.appointment({ params: { appointmentId: earlierId ?? '' } }),
    { keep: true, when: earlierId !== undefined },
  )
  return {
    purpose: moves ? 'move' : follows ? 'follow' : 'book',
    whom,
    personId: earlierId ? earlier.data?.personId : whom.personId,
    earlierId,
    earlier,
    carry: { ...(moves ? { moves } : {}), ...(follows ? { follows } : {}) },
  }
}
