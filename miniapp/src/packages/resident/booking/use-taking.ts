import * as z from 'zod/mini'
import { useState } from 'react'
import { type Appointment, SlotOffer } from 'shared/appointments/model'
import { appointments } from '../../../api/appointments'
import { useAct } from '../../../api/use-act'
import { replace } from '../../../navigation'
import { routes } from '../../../routes'
import { bookingRoutes } from './routes'
import type { Errand, Purpose } from './use-errand'
import { useForgetRefusal } from './use-forget-refusal'

interface Input {
  purpose: Purpose
  slotId: string
  personId: string
  earlierId: string
}

const take = ({ purpose, slotId, personId, earlierId }: Input, idempotencyKey: string) => {
  const earlier = { params: { appointmentId: earlierId }, body: { slotId }, idempotencyKey }
  if (purpose === 'move') return appointments.move(earlier)
  if (purpose === 'follow') return appointments.bookFollowUp(earlier)
  return appointments.book({ body: { slotId, personId }, idempotencyKey })
}

/** What is no longer true once a number changed hands. */
export const numberChanges = [
  ['appointment'],
  ['appointments'],
  ['home'],
  ['waitlist'],
  ['session'],
  ['availability'],
  ['orders'],
]

/** The proof, unless the number is held for its payment first. */
export const afterTaking = ({ appointmentId, payment }: Appointment, did: Purpose | 'offer'): void =>
  payment?.state === 'due'
    ? replace(routes.pay, { orderId: payment.orderId })
    : replace(bookingRoutes.receipt, { appointmentId, did })

const nearestOf = (details: Record<string, unknown>): SlotOffer[] => {
  const read = z.safeParse(z.array(SlotOffer), details.nearest)
  return read.success ? read.data : []
}

/** Takes a number, or says at once that it is gone and which are the nearest free ones. */
export const useTaking = ({ purpose, earlierId = '', personId }: Errand) => {
  const [nearest, setNearest] = useState<SlotOffer[] | null>(null)
  const { act, busy, problem, clear } = useAct(purpose, take, {
    changes: numberChanges,
    done: taken => afterTaking(taken, purpose),
    refused: ({ code, details }) => {
      if (code !== 'slot_full') return false
      setNearest(nearestOf(details))
      return true
    },
  })
  useForgetRefusal(personId, clear)
  return {
    busy,
    problem,
    clear,
    nearest,
    forget: () => setNearest(null),
    take: (slotId: string) => (personId ? act({ purpose, slotId, personId, earlierId }) : Promise.resolve(null)),
  }
}
