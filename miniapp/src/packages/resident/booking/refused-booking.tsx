import type { ProblemError } from 'shared/kernel/client'
import { back, go } from '../../../navigation'
import { routes } from '../../../routes'
import { Button } from '../../../ui/button'
import { Refusal } from '../../../ui/states'
import { appointmentRoutes } from './routes'
import type { Errand } from './use-errand'

interface Props {
  problem: ProblemError | null
  errand: Errand
  /** The button that was refused, or was not tapped yet. */
  retry: React.ReactNode
}
interface Door {
  words: string
  open: () => void
}

/** Every refusal is a sentence with a door. */
const doorOf = ({ code, details }: ProblemError, { personId, earlierId }: Errand): Door | null => {
  switch (code) {
    case 'already_booked_in_session':
    case 'limit_department_day':
    case 'limit_phone_month':
    case 'waitlist_joined':
      return { words: '看我的预约', open: () => go(routes.appointments) }
    case 'overlaps_booking':
      return {
        words: '看那个预约',
        open: () => go(routes.appointment, { appointmentId: String(details.appointmentId) }),
      }
    case 'blocked_no_show':
      return { words: '看原因、申诉', open: () => go(appointmentRoutes.noShows, { personId }) }
    case 'not_permitted_for_person':
      return { words: '看家人和授权', open: () => go(routes.members) }
    case 'cancel_too_late':
    case 'appointment_state':
    case 'fee_differs':
    case 'payment_due':
      return { words: '看这个预约', open: () => go(routes.appointment, { appointmentId: earlierId }) }
    case 'slot_past':
    case 'slot_not_released':
    case 'session_stopped':
    case 'pool_not_allowed':
    case 'waitlist_not_full':
    case 'waitlist_closed':
    case 'not_found':
      return { words: '换个时间', open: back }
    default:
      return null
  }
}

/** The refusal, and its door as the main button; without a door the same thing may be tried again (`retry`). */
export const RefusedBooking = ({ problem, errand, retry }: Props) => {
  const door = problem ? doorOf(problem, errand) : null
  return (
    <>
      <Refusal problem={problem} />
      {door ? (
        <Button kind="main" onTap={door.open}>
          {door.words}
        </Button>
      ) : (
        retry
      )}
    </>
  )
}
