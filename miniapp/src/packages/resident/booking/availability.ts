/** What a department offers, turned to what the page of days and doctors shows. Only a preview: the server decides. */
import type { Received } from 'shared/kernel/endpoint'
import type { appointmentsContract } from 'shared/appointments/contract'
import type { DayOffer } from '../../../ui/day-strip'
import { dayOf } from '../../../ui/words'

export type Availability = Received<typeof appointmentsContract.availability>
export type DoctorOffer = Availability['doctors'][number]
export type SessionOffer = DoctorOffer['sessions'][number]
export type SessionDetail = Received<typeof appointmentsContract.session>

const shift = 8 * 60 * 60 * 1000
const clockOf = (now: number): string => new Date(now + shift).toISOString().slice(11, 16)

/** Whether a clock time of a day has passed in the county. */
export const isPast = (day: string, clock: string, now: number = Date.now()): boolean => {
  const today = dayOf(now)
  return day < today || (day === today && clock <= clockOf(now))
}

/** `open`: numbers to take; the others say why there are none. */
export type SessionState = 'open' | 'full' | 'stopped' | 'over'

export const sessionState = (session: SessionOffer, now: number = Date.now()): SessionState => {
  if (session.state === 'stopped') return 'stopped'
  if (isPast(session.day, session.endsAt, now)) return 'over'
  return session.remaining > 0 ? 'open' : 'full'
}

const sessionsOf = ({ doctors }: Availability, doctorId: string | null): SessionOffer[] =>
  doctors.filter(doctor => doctorId === null || doctor.doctorId === doctorId).flatMap(doctor => doctor.sessions)

const noteOf = (open: boolean, sessions: SessionOffer[], now: number): string => {
  if (!open) return '未放号'
  const states = sessions.map(session => sessionState(session, now))
  const remaining = sessions.reduce((sum, s, i) => sum + (states[i] === 'open' ? s.remaining : 0), 0)
  if (remaining > 0) return `余 ${remaining}`
  if (states.includes('full')) return '约满'
  return states.includes('stopped') ? '停诊' : '不出诊'
}

/** The days as a strip, counted for one doctor or for the whole department. */
export const dayOffers = (
  availability: Availability,
  doctorId: string | null,
  now: number = Date.now(),
): (DayOffer & { day: string; full: boolean })[] => {
  const sessions = sessionsOf(availability, doctorId)
  return availability.days.map(({ day, open }) => {
    const of = sessions.filter(session => session.day === day)
    const note = noteOf(open, of, now)
    return { day, note, full: !note.startsWith('余') }
  })
}

/** The first day with a number to take, else the first of all. */
export const firstDay = (days: readonly { day: string; full: boolean }[]): string | null =>
  (days.find(({ full }) => !full) ?? days[0])?.day ?? null

export interface DoctorOfDay {
  doctor: DoctorOffer
  sessions: SessionOffer[]
  free: boolean
}

/** Doctors who sit on a day, those with numbers first; nobody before the day's numbers are released. */
export const doctorsOn = (
  { doctors, days }: Availability,
  day: string,
  doctorId: string | null,
  now: number = Date.now(),
): DoctorOfDay[] =>
  doctors
    .filter(doctor => doctorId === null || doctor.doctorId === doctorId)
    .filter(() => days.some(d => d.day === day && d.open))
    .map(doctor => {
      const sessions = doctor.sessions
        .filter(session => session.day === day)
        .sort((a, b) => a.startsAt.localeCompare(b.startsAt))
      return { doctor, sessions, free: sessions.some(session => sessionState(session, now) === 'open') }
    })
    .filter(({ sessions }) => sessions.length > 0)
    .sort((a, b) => Number(b.free) - Number(a.free) || Number(b.doctor.favourite) - Number(a.doctor.favourite))

/** Milliseconds since 1970 of a clock time of the county. */
export const instantOf = (day: string, clock: string): number => Date.parse(`${day}T${clock}:00Z`) - shift

/** Milliseconds since 1970 until which giving the number back is free. */
export const cancelUntil = (day: string, from: string, minutesBefore: number): number =>
  instantOf(day, from) - minutesBefore * 60_000
