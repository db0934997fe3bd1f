/** Schedules as the relay pulled them from the county platform: plain data, nothing here knows the wire. */

export interface IncomingSession {
  sessionId: string
  departmentId: string
  doctorId: string
  grade: 'ordinary' | 'expert'
  startsAt: Date
  endsAt: Date
  place: string | null
  /** Fen; null when the platform tells none. */
  fee: number | null
  stopped: boolean
  stopReason: string | null
  /** When the platform last changed it: an older message never undoes a newer one. */
  updatedAt: Date
}

/** May come before its session. */
export interface IncomingSlot {
  slotId: string
  sessionId: string
  startsAt: Date
  endsAt: Date
  /** Numbers per pool; their sum is the capacity. */
  pools: { public: number; contracted: number; referral: number }
  stopped: boolean
  updatedAt: Date
}

export interface ScheduleChanges {
  sessions?: IncomingSession[]
  slots?: IncomingSlot[]
}
