/** One department over the horizon: one question for its sessions with their remaining numbers. */
import { lastReleasedDay, releaseDayOf } from 'shared/appointments/booking-rules'
import { sessionFee } from 'shared/appointments/fees'
import type { Pool } from 'shared/appointments/model'
import type { AppointmentRules } from 'shared/appointments/rules-contract'
import type { DataSource } from 'typeorm'
import { addDays, dayOf, instantOf, timeOf } from '../../../clock'
import { type SessionView } from './slot-view'

interface Row {
  session_id: string
  doctor_id: string
  day: string
  period: SessionView['period']
  starts_at: string
  ends_at: string
  fee: number | null
  state: SessionView['state']
  grade: SessionView['grade']
  remaining: number | string | null
  name: string
  title: string | null
  doctor_grade: SessionView['grade']
  good_at: string | null
}
export interface Asked {
  departmentId: string
  doctorId?: string
  mayTake: readonly Pool[]
}

/** The institution's rules, and the doctors whom the account keeps. */
interface Setting {
  rules: AppointmentRules
  favourites: ReadonlySet<string>
}

const sessionsOf = (
  db: DataSource,
  { departmentId, doctorId, mayTake }: Asked,
  [from, to]: [string, string],
  now: Date,
): Promise<Row[]> => {
  const left = mayTake.map(pool => `sl.${pool}_remaining`).join(' + ')
  return db.query(
    `SELECT se.session_id, se.doctor_id, se.day, se.period, se.starts_at, se.ends_at, se.fee, se.state, se.grade,
       doc.name, doc.title, doc.grade AS doctor_grade, doc.good_at,
       (SELECT SUM(${left}) FROM appointment_slot sl
        WHERE sl.session_id = se.session_id AND sl.starts_at > ? AND sl.state = 'open') AS remaining
     FROM appointment_session se JOIN doctor doc ON doc.doctor_id = se.doctor_id
     WHERE se.department_id = ? AND se.day BETWEEN ? AND ? ${doctorId ? 'AND se.doctor_id = ?' : ''}
     ORDER BY se.day, se.starts_at, se.session_id`,
    [now, departmentId, from, to, ...(doctorId ? [doctorId] : [])],
  )
}

const sessionOf = (r: Row, lastDay: string, rules: AppointmentRules) => ({
  sessionId: r.session_id,
  day: r.day,
  period: r.period,
  startsAt: r.starts_at,
  endsAt: r.ends_at,
  fee: sessionFee(r.fee, r.title, rules),
  state: r.state,
  remaining: r.state === 'open' && r.day <= lastDay ? Number(r.remaining ?? 0) : 0,
})
type Offered = ReturnType<typeof sessionOf>

const doctorsOf = (rows: Row[], { rules, favourites }: Setting, lastDay: string) => {
  const byDoctor = new Map<string, { row: Row; sessions: Offered[] }>()
  for (const row of rows) {
    const known = byDoctor.get(row.doctor_id) ?? { row, sessions: [] }
    known.sessions.push(sessionOf(row, lastDay, rules))
    byDoctor.set(row.doctor_id, known)
  }
  return [...byDoctor.values()]
    .map(({ row, sessions }) => ({
      doctorId: row.doctor_id,
      name: row.name,
      title: row.title,
      grade: row.doctor_grade,
      goodAt: row.good_at,
      favourite: favourites.has(row.doctor_id),
      sessions,
    }))
    .sort(
      (a, b) =>
        Number(b.favourite) - Number(a.favourite) ||
        Number(b.grade === 'expert') - Number(a.grade === 'expert') ||
        a.doctorId.localeCompare(b.doctorId),
    )
}

/** The instant at which the next day's numbers open. */
export const nextRelease = (rules: AppointmentRules, now: Date, zone: string): Date => {
  const next = addDays(lastReleasedDay(rules, dayOf(now, zone), timeOf(now, zone)), 1)
  return instantOf(releaseDayOf(rules, next), rules.releaseAt, zone)
}

/** Days from today to the end of the horizon, doctors with their sessions: favourites, then experts first. */
export const availability = async (
  db: DataSource,
  asked: Asked,
  setting: Setting,
  { now, zone }: { now: Date; zone: string },
) => {
  const { rules } = setting
  const today = dayOf(now, zone)
  const lastDay = lastReleasedDay(rules, today, timeOf(now, zone))
  const rows = await sessionsOf(db, asked, [today, addDays(today, rules.horizonDays)], now)
  const doctors = doctorsOf(rows, setting, lastDay)
  const perDay = new Map<string, number>()
  for (const { day, remaining } of doctors.flatMap(d => d.sessions)) perDay.set(day, (perDay.get(day) ?? 0) + remaining)
  const days = Array.from({ length: rules.horizonDays + 1 }, (_, n) => addDays(today, n)).map(day => ({
    day,
    remaining: perDay.get(day) ?? 0,
    open: day <= lastDay,
  }))
  return { days, doctors, nextRelease: nextRelease(rules, now, zone).toISOString() }
}
