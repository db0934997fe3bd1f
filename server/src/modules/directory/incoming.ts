/** What the relay pulled from the county platform, as plain data: nothing here knows the wire. */
import type { InstitutionKind } from './institution.entity'

interface Incoming {
  active: boolean
  /** When the platform last changed it: an older message never undoes a newer one. */
  updatedAt: Date
}
export interface IncomingInstitution extends Incoming {
  institutionId: string
  name: string
  kind: InstitutionKind
  address: string
  phone: string | null
  directions: string | null
  /** 统一社会信用代码, when the platform tells it. */
  creditCode?: string | null
  position: { latitude: number; longitude: number } | null
}
export interface IncomingDepartment extends Incoming {
  departmentId: string
  institutionId: string
  name: string
  treats: string[]
  place: string | null
}
export interface IncomingDoctor extends Incoming {
  doctorId: string
  name: string
  title: string | null
  grade: 'ordinary' | 'expert'
  goodAt: string | null
  photoUrl: string | null
  /** Day since when they see patients on their own; left out or null when the platform tells none. */
  independentSince?: string | null
  /** May treat small children; left out: not as far as the platform tells. */
  paediatric?: boolean
}
/** One seat of a doctor at a department (PractitionerRole); may come before the doctor or the department. */
export interface IncomingSeat {
  doctorId: string
  departmentId: string
  active: boolean
}
export interface DirectoryChanges {
  institutions?: IncomingInstitution[]
  departments?: IncomingDepartment[]
  doctors?: IncomingDoctor[]
  seats?: IncomingSeat[]
}
