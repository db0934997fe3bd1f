import { type Extension, type Schedule, type Slot } from '@medplum/fhirtypes'
import { DateTime } from 'luxon'
import { codeSystems, extensionUrls, identifierSystems, type PoolName } from 'shared/kernel/fhir-systems'
import { departmentKinds, type DepartmentCode } from './departments'
import { type Doctor } from './doctors'
import { institutions, jointClinics } from './institutions'
import { seededRandom } from './random'

type Half = 'am' | 'pm'

/** Beginnings of the segments of a half day; each lasts 30 minutes (domain.md: slots of ≤ 30 minutes). */
const segments: Record<Half, string[]> = {
  am: ['08:00', '08:30', '09:00', '09:30', '10:00', '10:30', '11:00', '11:30'],
  pm: ['14:00', '14:30', '15:00', '15:30', '16:00', '16:30', '17:00'],
}
const horizons: Record<Half, [string, string]> = { am: ['08:00', '12:00'], pm: ['14:00', '17:30'] }

const numbersPerSegment = { chief: 3, 'associate-chief': 4, attending: 5, resident: 6, village: 4 }

/** Registration fees in fen where the visit takes place. Village clinics take none. */
const hospitalFen = { expert: 1500, ordinary: 500 }
const townshipFen = 200
/** Departments of the county hospital that take none: chronic diseases are followed there (慢病门诊). */
const freeOfCharge: DepartmentCode[] = ['cardiology', 'endocrinology']

interface Session {
  doctor: Doctor
  date: string
  half: Half
  institution: string
  department: DepartmentCode
}

/** Sessions of all doctors on one day (YYYY-MM-DD, county time): one Schedule each, one Slot per segment. */
export function buildSessions(doctors: Doctor[], date: string): (Schedule | Slot)[] {
  const weekday = DateTime.fromISO(date, { zone: 'Asia/Shanghai' }).weekday
  return doctors.flatMap(doctor =>
    (['am', 'pm'] as const).flatMap(half => {
      const session = sessionOf(doctor, date, weekday, half)
      return session ? [scheduleOf(session), ...segments[half].map(start => slotOf(session, start))] : []
    }),
  )
}

function sessionOf(doctor: Doctor, date: string, weekday: number, half: Half): Session | undefined {
  const { key, institution, department } = doctor
  const away = jointClinics.find(clinic => clinic.doctor === key && clinic.weekday === weekday && clinic.half === half)
  if (away) return { doctor, date, half, institution: away.township, department: 'joint-clinic' }
  if (!sits(doctor, weekday, half)) return undefined
  return { doctor, date, half, institution, department }
}

/**
 * The doctors of a department take turns, so that each half day has one; beyond that some sit more often, and the
 * first general practitioner of a township every weekday.
 */
function sits({ key, position, colleagues, department }: Doctor, weekday: number, half: Half): boolean {
  if (colleagues === 1) return half === 'am' || weekday <= 5
  if (department === 'general' && position === 0 && weekday <= 5) return true
  const turn = (weekday - 1) * 2 + (half === 'am' ? 0 : 1) + weekday
  return turn % colleagues === position || (weekday <= 6 && seededRandom(`${key}-${weekday}-${half}`)() < 0.3)
}

function scheduleOf(session: Session): Schedule {
  const { doctor, date, half, institution, department } = session
  const service = { reference: `HealthcareService/svc-${institution}-${department}` }
  const [start, end] = horizons[half]
  return {
    resourceType: 'Schedule',
    id: scheduleId(session),
    extension: [
      ...sharedExtensions(session),
      { url: extensionUrls.halfDay, valueCode: half },
      { url: extensionUrls.department, valueReference: service },
      ...(department === 'joint-clinic' ? [{ url: extensionUrls.jointClinic, valueBoolean: true }] : []),
    ],
    identifier: [{ system: identifierSystems.schedule, value: scheduleId(session) }],
    active: true,
    serviceType: [serviceType(department)],
    actor: [
      { reference: `Practitioner/doc-${doctor.key}`, display: doctor.name },
      service,
      { reference: `Location/loc-${institution}` },
    ],
    planningHorizon: { start: instant(date, start), end: instant(date, end) },
  }
}

function slotOf(session: Session, start: string): Slot {
  const { doctor, date, department } = session
  const id = `slot-${doctor.key}-${date}-${start.replace(':', '')}`
  const capacity = numbersPerSegment[doctor.title]
  const end = halfAnHourAfter(start)
  return {
    resourceType: 'Slot',
    id,
    extension: [
      ...sharedExtensions(session),
      { url: extensionUrls.capacity, valueInteger: capacity },
      {
        url: extensionUrls.pools,
        extension: Object.entries(poolsOf(session, capacity)).map(([url, share]) => ({ url, valueInteger: share })),
      },
    ],
    identifier: [{ system: identifierSystems.slot, value: id }],
    serviceType: [serviceType(department)],
    schedule: { reference: `Schedule/${scheduleId(session)}` },
    status: 'free',
    start: instant(date, start),
    end: instant(date, end),
  }
}

/** Shares as read in other counties (domain.md): hospitals keep 30 % for the contracted, primary care half. */
function poolsOf({ institution, department }: Session, capacity: number): Record<PoolName, number> {
  const kind = institutions.find(({ key }) => key === institution)!.kind
  const isHospital = kind === 'county-hospital' || kind === 'chinese-medicine-hospital'
  const half = kind === 'village-clinic' || department === 'joint-clinic'
  const contracted = half ? Math.floor(capacity / 2) : Math.round(capacity * 0.3)
  const referral = isHospital && capacity >= 4 ? 1 : 0
  return { public: capacity - contracted - referral, contracted, referral }
}

const gradeOf = ({ doctor: { title } }: Session) =>
  title === 'chief' || title === 'associate-chief' ? 'expert' : 'ordinary'

function feeOf(session: Session): number {
  const { kind } = institutions.find(({ key }) => key === session.institution)!
  if (kind === 'village-clinic') return 0
  if (kind === 'township-centre') return townshipFen
  if (kind === 'county-hospital' && freeOfCharge.includes(session.department)) return 0
  return hospitalFen[gradeOf(session)]
}

function sharedExtensions(session: Session): Extension[] {
  const { institution, department } = session
  const departments = institutions.find(({ key }) => key === institution)!.departments
  return [
    { url: extensionUrls.fee, valueInteger: feeOf(session) },
    { url: extensionUrls.grade, valueCode: gradeOf(session) },
    { url: extensionUrls.place, valueString: departments.find(({ code }) => code === department)!.place },
  ]
}

const halfAnHourAfter = (start: string): string => {
  const [hour, minute] = start.split(':') as [string, string]
  return minute === '00' ? `${hour}:30` : `${String(Number(hour) + 1).padStart(2, '0')}:00`
}
const scheduleId = ({ doctor, date, half }: Session): string => `sched-${doctor.key}-${date}-${half}`
const instant = (date: string, time: string): string => `${date}T${time}:00+08:00`
const serviceType = (code: DepartmentCode) => ({
  coding: [{ system: codeSystems.department, code, display: departmentKinds[code].name }],
})
