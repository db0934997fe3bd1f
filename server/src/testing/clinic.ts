/** An invented clinic with a desk, and sessions as the county platform would announce them. */
import { randomUUID } from 'node:crypto'
import type { AppointmentRules } from 'shared/appointments/rules-contract'
import { addDays, dayOf, instantOf } from '../clock'
import { transaction } from '../db/transaction'
import { applySchedules } from '../modules/appointments'
import { InstitutionRules } from '../modules/appointments/institution-rules.entity'
import { applyDirectory } from '../modules/directory'
import type { TestServer } from './server'
import { type StaffMember, newStaff } from './signed-in'

export interface Clinic {
  institutionId: string
  departmentId: string
  doctorId: string
  /** At this clinic's desk. */
  clerk: StaffMember
}

/** `rules`: over the defaults. */
export const newClinic = async (server: TestServer, rules: Partial<AppointmentRules> = {}): Promise<Clinic> => {
  const { context } = server
  const tag = randomUUID().slice(0, 8)
  const institutionId = `org-${tag}`
  const departmentId = `${institutionId}-gp`
  const doctorId = `dr-${tag}`
  const name = `测试卫生院${tag}`
  // The platform must know where a card is shown.
  const { store } = server.platform
  store.atomically(() =>
    store.put(institutionId, { resourceType: 'Organization', id: institutionId, active: true, name } as never),
  )
  const common = { active: true, updatedAt: new Date(0) }
  await transaction(context.db, tx =>
    applyDirectory(tx, {
      institutions: [
        {
          ...common,
          institutionId,
          name,
          kind: 'township',
          address: '云溪县青石镇1号',
          phone: null,
          directions: null,
          position: null,
        },
      ],
      departments: [{ ...common, departmentId, institutionId, name: '全科', treats: ['头疼'], place: '门诊楼1层' }],
      doctors: [
        { ...common, doctorId, name: '何文', title: '主治医师', grade: 'ordinary', goodAt: null, photoUrl: null },
      ],
      seats: [{ doctorId, departmentId, active: true }],
    }),
  )
  if (Object.keys(rules).length)
    await context.db.manager.insert(InstitutionRules, {
      institutionId,
      rules: rules as AppointmentRules,
      version: 1,
      updatedAt: new Date(0),
    })
  const clerk = await newStaff(server, { role: 'staff', institutionId })
  return { institutionId, departmentId, doctorId, clerk }
}

export interface NewSession {
  /** Days from today. */
  inDays?: number
  /** `HH:mm` of the first slot; each lasts 30 minutes. */
  from?: string
  slots?: number
  /** Public numbers of each slot. */
  numbers?: number
  contracted?: number
  grade?: 'ordinary' | 'expert'
  fee?: number
}

export const newSession = async (
  server: TestServer,
  { departmentId, doctorId }: Clinic,
  {
    inDays = 1,
    from = '09:00',
    slots = 1,
    numbers = 1,
    contracted = 0,
    grade = 'ordinary',
    fee = 1500,
  }: NewSession = {},
): Promise<{ sessionId: string; day: string; slotIds: string[]; slotId: string }> => {
  const { context, clock } = server
  const zone = context.config.TIME_ZONE
  const sessionId = `se-${randomUUID()}`
  const day = addDays(dayOf(clock.now(), zone), inDays)
  const begins = instantOf(day, from, zone)
  const at = (n: number) => new Date(begins.getTime() + n * 30 * 60_000)
  const updatedAt = new Date(0)
  const slotIds = Array.from({ length: slots }, (_, n) => `${sessionId}-${n}`)
  await applySchedules(context, {
    sessions: [
      {
        sessionId,
        departmentId,
        doctorId,
        grade,
        startsAt: at(0),
        endsAt: at(slots),
        place: null,
        fee,
        stopped: false,
        stopReason: null,
        updatedAt,
      },
    ],
    slots: slotIds.map((slotId, n) => ({
      slotId,
      sessionId,
      startsAt: at(n),
      endsAt: at(n + 1),
      pools: { public: numbers, contracted, referral: 0 },
      stopped: false,
      updatedAt,
    })),
  })
  return { sessionId, day, slotIds, slotId: slotIds[0]! }
}

/** Slots whose numbers do not add up: capacity = remaining + held + live bookings. Must be empty, always. */
export const wrongSlots = (server: TestServer): Promise<object[]> =>
  server.db.query(
    `SELECT * FROM (
       SELECT sl.slot_id, sl.capacity, sl.public_remaining + sl.contracted_remaining + sl.referral_remaining AS free, sl.held,
         (SELECT COUNT(*) FROM appointment a WHERE a.slot_id = sl.slot_id AND a.status <> 'cancelled') AS taken,
         (SELECT COUNT(*) FROM waitlist_entry w WHERE w.offered_slot_id = sl.slot_id AND w.state = 'offered') AS offered
       FROM appointment_slot sl) s
     WHERE s.capacity <> s.free + s.held + s.taken OR s.held <> s.offered`,
  )

/** Bookings whose outbox does not hold each version exactly once, 1, 2, 3 …; must be empty. */
export const untoldChanges = (server: TestServer): Promise<object[]> =>
  server.db.query(
    `SELECT a.appointment_id, a.version, COUNT(o.event_id) AS events, MAX(o.version) AS told
     FROM appointment a LEFT JOIN outbox_event o ON o.business_key = CONCAT('appointment:', a.appointment_id)
     GROUP BY a.appointment_id, a.version HAVING COUNT(o.event_id) <> a.version OR MAX(o.version) <> a.version`,
  )
