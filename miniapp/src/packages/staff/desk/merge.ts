import type { Booking, DeskList } from './types'

/** As the server orders a session: by time, then by arrival, then by booking. */
const inOrder = (a: Booking, b: Booking): number =>
  a.from.localeCompare(b.from) ||
  (a.queueNumber ?? Number.MAX_SAFE_INTEGER) - (b.queueNumber ?? Number.MAX_SAFE_INTEGER) ||
  a.appointmentId.localeCompare(b.appointmentId)

/** The list with what changed since: the reply itself when it is whole, else its rows in place of those before. */
export const merge = (before: DeskList | undefined, reply: DeskList): DeskList => {
  if (reply.whole || !before) return reply
  const rows = new Map(before.appointments.map(row => [row.appointmentId, row]))
  reply.appointments.forEach(row => rows.set(row.appointmentId, row))
  return { ...reply, appointments: [...rows.values()].sort(inOrder) }
}

/** The list with one row as an act just answered it; the cursor stays, so that nothing in between is missed. */
export const put = (before: DeskList | undefined, row: Booking): DeskList | undefined =>
  before && merge(before, { ...before, whole: false, appointments: [row] })
