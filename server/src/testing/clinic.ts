/** An invented clinic with a desk, departments and doctors, and sessions as the county platform would announce them. */
import { randomUUID } from 'node:crypto'
import { type AppointmentRules, defaultAppointmentRules } from 'shared/appointments/rules-contract'
import { addDays, dayOf, instantOf } from '../clock'
import { transaction } from '../db/transaction'
import { applySchedules } from '../modules/appointments'
import { type IncomingDoctor, applyDirectory } from '../modules/directory'
import type { TestServer } from './server'
import { newStaff } from './signed-in'

export interface NewSession {
  /** Days from the county's today. */
  inDays?: number
  /** County clock time of the first slot; each lasts 30 minutes. */
  from?: string
  slots?: number
  /** Public numbers of each slot. */
  numbers?: number
  contracted?: number
  referral?: number
  grade?: 'ordinary' | 'expert'
  fee?: number
  departmentId?: string
  doctorId?: string
}

const slotMs = 30 * 60_000
const short = () => randomUUID().slice(0, 8)

/** The county platform must know where a card is shown. */
const tellPlatform = ({ platform: { store } }: TestServer, id: string, name: string) =>
  store.atomically(() => store.put(id, { resourceType: 'Organization', id, active: true, name } as never))

const addInstitution = async (server: TestServer, departmentId: string) => {
  const tag = short()
  const base = { active: true, updatedAt: server.clock.now() }
  const institution = {
    ...base,
    institutionId: `org-t${tag}`,
    name: `测试卫生院${tag}`,
    kind: 'township' as const,
    address: '云溪县青石镇上街1号',
    phone: '0990-0000001',
    directions: '镇政府对面',
    position: { latitude: 29.5, longitude: 106.5 },
  }
  const { institutionId, name } = institution
  const treats = ['头疼', '血压高']
  const department = { ...base, departmentId, institutionId, name: '全科', treats, place: '门诊楼二楼' }
  await transaction(server.db, tx => applyDirectory(tx, { institutions: [institution], departments: [department] }))
  tellPlatform(server, institutionId, name)
  return institution
}

const announceSession = async ({ context, clock }: TestServer, wanted: Required<NewSession>) => {
  const { inDays, from, slots, numbers, contracted, referral, ...told } = wanted
  const zone = context.config.TIME_ZONE
  const day = addDays(dayOf(clock.now(), zone), inDays)
  const begins = instantOf(day, from, zone)
  const time = (n: number) => new Date(begins.getTime() + n * slotMs)
  const sessionId = `sched-t${short()}`
  const common = { sessionId, stopped: false, updatedAt: clock.now() }
  const place = '门诊楼二楼 203 室'
  const session = { ...common, ...told, startsAt: time(0), endsAt: time(slots), place, stopReason: null }
  const incomingSlots = Array.from({ length: slots }, (_, n) => ({
    ...common,
    slotId: `slot-${sessionId}-${String(n).padStart(3, '0')}`,
    startsAt: time(n),
    endsAt: time(n + 1),
    pools: { public: numbers, contracted, referral },
  }))
  await applySchedules(context, { sessions: [session], slots: incomingSlots })
  const slotIds = incomingSlots.map(slot => slot.slotId)
  return { sessionId, day, slotIds, slotId: slotIds[0]!, session, incomingSlots }
}

/** `rules`: over the defaults. What is added is dated by the test's clock; a session has two slots of two numbers. */
export const newClinic = async (server: TestServer, rules: Partial<AppointmentRules> = {}) => {
  const { db, clock } = server
  const tag = short()
  const departmentId = `svc-t${tag}`
  const doctorId = `doc-t${tag}`
  const institution = await addInstitution(server, departmentId)
  const { institutionId } = institution
  const base = { active: true, updatedAt: clock.now() }

  const addDepartment = async (name: string, treats: string[] = []): Promise<string> => {
    const department = { ...base, departmentId: `svc-t${short()}`, institutionId, name, treats, place: '门诊楼二楼' }
    await transaction(db, tx => applyDirectory(tx, { departments: [department] }))
    return department.departmentId
  }
  const addDoctor = async (given: Partial<IncomingDoctor> = {}): Promise<string> => {
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
    const seats = [{ doctorId: doctor.doctorId, departmentId, active: true }]
    await transaction(db, tx => applyDirectory(tx, { doctors: [doctor], seats }))
    return doctor.doctorId
  }
  const usual = {
    ...{ inDays: 1, from: '08:00', slots: 2, numbers: 2, contracted: 0, referral: 0 },
    ...{ grade: 'ordinary' as const, fee: 0, departmentId, doctorId },
  }
  const addSession = (wanted: NewSession = {}) => announceSession(server, { ...usual, ...wanted })

  await addDoctor({ doctorId })
  await db.query('INSERT INTO institution_rules (institution_id, rules, version, updated_at) VALUES (?, ?, 1, ?)', [
    institutionId,
    JSON.stringify({ ...defaultAppointmentRules, ...rules }),
    clock.now(),
  ])
  /** At this clinic's desk. */
  const clerk = await newStaff(server, { role: 'staff', institutionId })
  return { institution, institutionId, departmentId, doctorId, clerk, addDepartment, addDoctor, addSession }
}
export type Clinic = Awaited<ReturnType<typeof newClinic>>

/** The county's clock to a time of today or later: tests that speak of hours begin at a known one. */
export const setCountyTime = ({ clock, context }: TestServer, time: string, inDays = 0): void => {
  const zone = context.config.TIME_ZONE
  clock.set(instantOf(addDays(dayOf(clock.now(), zone), inDays), time, zone))
}
