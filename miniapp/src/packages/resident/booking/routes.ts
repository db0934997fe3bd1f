/** Addresses within a booking. What other packages link to stands in src/routes.ts. */
const base = '/packages/resident/booking'

export const bookingRoutes = {
  /** 看哪科: takes institutionId. */
  departments: `${base}/departments`,
  /** 不知道看哪科: takes institutionId. */
  symptoms: `${base}/symptoms`,
  /** Takes words, to begin with. */
  search: `${base}/search`,
  /** Takes doctorId. */
  doctor: `${base}/doctor`,
  /** 确认: takes sessionId and slotId; moves or follows: the appointment that is moved or followed up. */
  confirm: `${base}/confirm`,
  /** 排候补: takes sessionId. */
  waitlist: `${base}/waitlist`,
  /** 凭证: takes appointmentId; did: book, move, follow. */
  receipt: `${base}/receipt`,
} as const

export const appointmentRoutes = {
  waitlist: '/packages/resident/appointments/waitlist',
  /** 爽约记录: takes personId. */
  noShows: '/packages/resident/appointments/no-shows',
} as const
