/** Bookings and the wait-list as the county platform reads them (R4 Appointment), and its later decisions read back. */
import type { Appointment as FhirAppointment } from '@medplum/fhirtypes'
import { appointmentStatuses } from 'shared/appointments/model'
import { extensionUrls, identifierSystems } from 'shared/kernel/fhir-systems'
import { type DataSource, In } from 'typeorm'
import type { Mapping, Relayed, RelayedEvent, Standing } from '../../relay/mapping'
import { findPeopleByIds } from '../identity'
import type { PlatformDecision } from './schedule/apply-decisions'
import { Appointment } from './appointment.entity'
import { AppointmentSession } from './session.entity'
import { AppointmentSlot } from './slot.entity'
import { WaitlistEntry } from './waitlist-entry.entity'

interface Parts {
  patientId: string
  slot: AppointmentSlot
}

const isStatus = (word: unknown): word is Appointment['status'] =>
  (appointmentStatuses as readonly unknown[]).includes(word)

/** References and times only: reasons and names stay here. `pending` means that the doctor's side has yet to answer. */
const resourceOf = (a: Appointment, { patientId, slot }: Parts, { data, at }: RelayedEvent): FhirAppointment => {
  const status = isStatus(data.status) ? data.status : a.status
  const answered = status === 'pending' ? 'needs-action' : 'accepted'
  return {
    resourceType: 'Appointment',
    extension: [
      { url: extensionUrls.pool, valueCode: a.pool },
      ...(a.queueNumber === null ? [] : [{ url: extensionUrls.queueNumber, valueInteger: a.queueNumber }]),
    ],
    status,
    start: slot.startsAt.toISOString(),
    end: slot.endsAt.toISOString(),
    slot: [{ reference: `Slot/${a.slotId}` }],
    created: (a.createdAt ?? at).toISOString(),
    participant: [
      { actor: { reference: `Patient/${patientId}` }, status: 'accepted' },
      { actor: { reference: `Practitioner/${a.doctorId}` }, status: answered },
      { actor: { reference: `HealthcareService/${a.departmentId}` }, status: answered },
    ],
  }
}

const bookingsOf = async (db: DataSource, ids: string[]) => {
  const rows = await db.manager.findBy(Appointment, { appointmentId: In(ids) })
  const people = await findPeopleByIds(
    db,
    rows.map(a => a.personId),
  )
  const slots = await db.manager.findBy(AppointmentSlot, { slotId: In(rows.map(a => a.slotId)) })
  return { rows, people, slots }
}

export const appointmentMapping: Mapping = {
  kind: 'appointment',
  resourceType: 'Appointment',
  identifierSystem: identifierSystems.appointment,
  async toResources({ db }, events) {
    const { rows, people, slots } = await bookingsOf(
      db,
      events.map(e => e.id),
    )
    const resources = new Map<string, Relayed>()
    for (const event of events) {
      const a = rows.find(r => r.appointmentId === event.id)
      const slot = slots.find(s => s.slotId === a?.slotId)
      const patientId = a && people.get(a.personId)?.platformId
      if (slot && patientId) resources.set(event.eventId, resourceOf(a, { patientId, slot }, event))
    }
    return resources
  },
  async standing(db, from, to): Promise<Standing[]> {
    const rows = (await db.query(
      'SELECT appointment_id AS id, version, status FROM appointment WHERE last_change_at >= ? AND last_change_at < ?',
      [from, to],
    )) as { id: string; version: number; status: string }[]
    return rows.map(({ id, version, status }) => ({ id, version, data: { status } }))
  },
}

/** Somebody who waits has no time yet; R4 allows that for `waitlist` and `cancelled` (app-3). */
const waitingResource = (
  entry: WaitlistEntry,
  { patientId, doctorId }: { patientId: string; doctorId: string },
  { data }: RelayedEvent,
): FhirAppointment => ({
  resourceType: 'Appointment',
  status: data.status === 'waitlist' ? 'waitlist' : 'cancelled',
  created: entry.createdAt.toISOString(),
  participant: [
    { actor: { reference: `Patient/${patientId}` }, status: 'accepted' },
    { actor: { reference: `Practitioner/${doctorId}` }, status: 'needs-action' },
    { actor: { reference: `HealthcareService/${entry.departmentId}` }, status: 'needs-action' },
  ],
})

export const waitlistMapping: Mapping = {
  kind: 'waitlist',
  resourceType: 'Appointment',
  identifierSystem: identifierSystems.waitlist,
  async toResources({ db }, events) {
    const rows = await db.manager.findBy(WaitlistEntry, { entryId: In(events.map(e => e.id)) })
    const people = await findPeopleByIds(
      db,
      rows.map(e => e.personId),
    )
    const sessions = await db.manager.findBy(AppointmentSession, { sessionId: In(rows.map(e => e.sessionId)) })
    const resources = new Map<string, Relayed>()
    for (const event of events) {
      const entry = rows.find(e => e.entryId === event.id)
      const doctorId = sessions.find(s => s.sessionId === entry?.sessionId)?.doctorId
      const patientId = entry && people.get(entry.personId)?.platformId
      if (doctorId && patientId) resources.set(event.eventId, waitingResource(entry, { patientId, doctorId }, event))
    }
    return resources
  },
  async standing(db, from, to): Promise<Standing[]> {
    const rows = (await db.query(
      'SELECT entry_id AS id, state FROM waitlist_entry WHERE changed_at >= ? AND changed_at < ?',
      [from, to],
    )) as { id: string; state: WaitlistEntry['state'] }[]
    return rows.map(({ id, state }) =>
      state === 'waiting' || state === 'offered'
        ? { id, version: 1, data: { status: 'waitlist' } }
        : { id, version: 2, data: { status: 'cancelled' } },
    )
  },
}

/**
 * What the platform's own side decided about a booking of ours: read by `applyPlatformDecisions`, which tells it from
 * an echo of what we sent. Undefined when the resource is not ours or in no state that we know.
 */
export const decisionFrom = (resource: FhirAppointment): PlatformDecision | undefined => {
  const appointmentId = resource.identifier?.find(i => i.system === identifierSystems.appointment)?.value
  const version = resource.extension?.find(e => e.url === extensionUrls.version)?.valueInteger
  if (!appointmentId || version === undefined || !isStatus(resource.status)) return undefined
  return {
    appointmentId,
    version,
    status: resource.status,
    reason: resource.cancelationReason?.text?.slice(0, 100) ?? null,
  }
}
