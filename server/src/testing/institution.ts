/** An institution with a department and a doctor of its own, with sessions and rules as a test wants them. */
import { randomUUID } from 'node:crypto'
import { type AppointmentRules, defaultAppointmentRules } from 'shared/appointments/rules-contract'
import { addDays, dayOf, instantOf } from '../clock'
import { transaction } from '../db/transaction'
import { applySchedules } from '../modules/appointments'
import { type IncomingDoctor, applyDirectory } from '../modules/directory'
import type { TestServer } from './server'

export interface SessionWanted {
  /** Days from the county's today; 1 unless told. */
  inDays?: number
  /** County clock time of the first slot. */
  at?: string
  /** Number of slots of 30 minutes. */
  slots?: number
  pools?: { public: number; contracted?: number; referral?: number }
  grade?: 'ordinary' | 'expert'
  fee?: number
  departmentId?: string
  doctorId?: string
}

const slotMs = 30 * 60_000
const short = () => randomUUID().slice(0, 8)

/** Changes and adds; `updatedAt` is the test's time. */
export const newInstitution = async (server: TestServer, rules: Partial<AppointmentRules> = {}) => {
  const { context, db, clock } = server
  const zone = context.config.TIME_ZONE
  const id = short()
  const institutionId = `org-t${id}`
  const departmentId = `svc-t${id}-1`
  const doctorId = `doc-t${id}`
  const base = { active: true, updatedAt: clock.now() }

  const addDepartment = async (name: string, treats: string[] = []): Promise<string> => {
    const added = `svc-t${id}-${short()}`
    const department = { ...base, departmentId: added, institutionId, name, treats, place: '门诊楼二楼' }
    await transaction(db, tx => applyDirectory(tx, { departments: [department] }))
    return added
  }
  const addDoctor = async (given: Partial<IncomingDoctor> = {}, seat = departmentId): Promise<string> => {
    const doctor: IncomingDoctor = {
      ...base,
      doctorId: `doc-t${short()}`,
      name: '李明',
      title: '主治医师',
      grade: 'ordinary',
      goodAt: null,
      photoUrl: null,
      ...given,
    }
    const seats = [{ doctorId: doctor.doctorId, departmentId: seat, active: true }]
    await transaction(db, tx => applyDirectory(tx, { doctors: [doctor], seats }))
    return doctor.doctorId
  }
  const addSession = async (wanted: SessionWanted = {}) => {
    const { inDays = 1, at = '08:00', slots = 2, pools = { public: 2 }, grade = 'ordinary', fee = 0 } = wanted
    const day = addDays(dayOf(clock.now(), zone), inDays)
    const begins = instantOf(day, at, zone)
    const time = (n: number) => new Date(begins.getTime() + n * slotMs)
    const sessionId = `sched-t${short()}`
    const slotIds = Array.from({ length: slots }, (_, n) => `slot-${sessionId}-${String(n).padStart(3, '0')}`)
    const common = { stopped: false, updatedAt: clock.now() }
    const session = {
      ...common,
      sessionId,
      departmentId: wanted.departmentId ?? departmentId,
      doctorId: wanted.doctorId ?? doctorId,
      grade,
      startsAt: time(0),
      endsAt: time(slots),
      place: '门诊楼二楼 203 室',
      fee,
      stopReason: null,
    }
    const slotOf = (slotId: string, n: number) => ({
      ...common,
      slotId,
      sessionId,
      startsAt: time(n),
      endsAt: time(n + 1),
      pools: { contracted: 0, referral: 0, ...pools },
    })
    await applySchedules(context, { sessions: [session], slots: slotIds.map(slotOf) })
    return { sessionId, slotIds, day, session, incomingSlots: slotIds.map(slotOf) }
  }

  const institution = {
    ...base,
    institutionId,
    name: `青石镇${id}卫生院`,
    kind: 'township' as const,
    address: '云溪县青石镇上街1号',
    phone: '0990-0000001',
    directions: '镇政府对面',
    position: { latitude: 29.5, longitude: 106.5 },
  }
  const treats = ['头疼', '血压高']
  const department = { ...base, departmentId, institutionId, name: '全科', treats, place: '门诊楼二楼' }
  await transaction(db, tx => applyDirectory(tx, { institutions: [institution], departments: [department] }))
  await addDoctor({ doctorId })
  await db.query('INSERT INTO institution_rules (institution_id, rules, version, updated_at) VALUES (?, ?, 1, ?)', [
    institutionId,
    JSON.stringify({ ...defaultAppointmentRules, ...rules }),
    clock.now(),
  ])
  return { institution, institutionId, departmentId, doctorId, addDepartment, addDoctor, addSession }
}
export type NewInstitution = Awaited<ReturnType<typeof newInstitution>>

/** The county's clock to a time of today or later: tests that speak of hours begin at a known one. */
export const setCountyTime = ({ clock, context }: TestServer, time: string, inDays = 0): void => {
  const zone = context.config.TIME_ZONE
  clock.set(instantOf(addDays(dayOf(clock.now(), zone), inDays), time, zone))
}
