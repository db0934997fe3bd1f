/**
 * Policy of the desk: staff act for the institutions of their own positions and for no other; what belongs to another
 * institution is answered like what does not exist. Names and phones are masked for every role of the desk: two 王* are
 * told apart by age and by the last four digits of the phone.
 */
import { In } from 'typeorm'
import type { Tx } from '../../../db/transaction'
import type { FieldCipher } from '../../../security/field-cipher'
import { findDepartment } from '../../directory'
import { Appointment } from '../appointment.entity'
import { AppointmentSession } from '../session.entity'

/** Who stands at the desk, and what every act there needs. */
export interface Desk {
  accountId: string
  /** Institutions of the caller's enabled staff positions. */
  institutionIds: string[]
  requestId: string
  cipher: FieldCipher
  /** The county's time zone. */
  zone: string
}

export const findAtDesk = (tx: Tx, desk: Desk, appointmentId: string): Promise<Appointment | null> =>
  tx.findOneBy(Appointment, { appointmentId, institutionId: In(desk.institutionIds) })

/** A session of the desk's institutions, with the institution it belongs to. */
export const findSessionAtDesk = async (
  tx: Tx,
  desk: Desk,
  sessionId: string,
): Promise<(AppointmentSession & { institutionId: string }) | null> => {
  const session = await tx.findOneBy(AppointmentSession, { sessionId })
  const department = session && (await findDepartment(tx, session.departmentId))
  return department && desk.institutionIds.includes(department.institutionId)
    ? Object.assign(session, { institutionId: department.institutionId })
    : null
}
