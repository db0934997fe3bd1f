/** What changed at the county platform since the last pull: directory, schedules, the platform's decisions. */
import type { Appointment, Schedule, Slot } from '@medplum/fhirtypes'
import { In } from 'typeorm'
import type { Context } from '../../context'
import { addDays, dayOf } from '../../clock'
import { transaction } from '../../db/transaction'
import { appointmentMapping, applyPlatformDecisions, applySchedules, decisionFrom } from '../../modules/appointments'
import { applyDirectory } from '../../modules/directory'
import { RelayRecord } from '../relay-record.entity'
import { fhirClientOf, type FhirClient } from './client'
import { type Pulled, pullChanges } from './feed'
import { type DirectoryResources, directoryFrom } from './incoming-directory'
import { sessionFrom, slotFrom } from './incoming-schedules'
import { markOf } from './own-mark'
import { searchPages } from './search'

const directoryTypes = ['Organization', 'Location', 'HealthcareService', 'Practitioner', 'PractitionerRole'] as const

const readAll = async (client: FhirClient): Promise<DirectoryResources> => {
  const all: DirectoryResources = {
    Organization: [],
    Location: [],
    HealthcareService: [],
    Practitioner: [],
    PractitionerRole: [],
  }
  for (const type of directoryTypes)
    for await (const { resources } of searchPages(client, type, new URLSearchParams({ _count: '500' })))
      all[type].push(...(resources as never[]))
  return all
}

/** A directory is small and its resources belong together: when one of them changed, all are read. */
const pullDirectory = async ({ db, clock, config }: Context, client: FhirClient): Promise<number> => {
  const pulled: Pulled[] = []
  for (const type of directoryTypes) pulled.push(await pullChanges(db, client, type, {}, async () => undefined))
  const changed = pulled.reduce((sum, p) => sum + p.changed, 0)
  if (!changed) return 0
  const directory = directoryFrom(await readAll(client), dayOf(clock.now(), config.TIME_ZONE))
  await transaction(db, tx => applyDirectory(tx, directory))
  for (const { remember } of pulled) await remember()
  return changed
}

const pullSchedules = async (context: Context, client: FhirClient): Promise<number> => {
  const { db, clock, config } = context
  // What is over needs no pull; a platform may hold years of it.
  const since = `ge${addDays(dayOf(clock.now(), config.TIME_ZONE), -1)}`
  const sessions = await pullChanges(db, client, 'Schedule', { date: since }, async (schedules: Schedule[]) => {
    await applySchedules(context, { sessions: schedules.map(sessionFrom).filter(s => s !== undefined) })
  })
  const slots = await pullChanges(db, client, 'Slot', { start: since }, async (changed: Slot[]) => {
    await applySchedules(context, { slots: changed.map(slotFrom).filter(s => s !== undefined) })
  })
  await sessions.remember()
  await slots.remember()
  return sessions.changed + slots.changed
}

/** Appointments of ours that stand there as we last wrote them: our own echo. */
const echoesOf = async ({ db }: Context, appointments: Appointment[]): Promise<Set<Appointment>> => {
  const keyOf = (a: Appointment) => `${appointmentMapping.kind}:${markOf(a, appointmentMapping.identifierSystem)}`
  const records = await db.manager.findBy(RelayRecord, { businessKey: In(appointments.map(keyOf)) })
  const etags = new Map(records.map(r => [r.businessKey, r.etag]))
  return new Set(appointments.filter(a => a.meta?.versionId && etags.get(keyOf(a)) === `W/"${a.meta.versionId}"`))
}

/** The clinic's later decisions, made at the platform about bookings of ours. */
const pullDecisions = async (context: Context, client: FhirClient): Promise<number> => {
  let held = 0
  const ours = { identifier: `${appointmentMapping.identifierSystem}|` }
  const { remember } = await pullChanges(context.db, client, 'Appointment', ours, async appointments => {
    const echoes = await echoesOf(context, appointments)
    const decisions = appointments.filter(a => !echoes.has(a)).map(decisionFrom)
    held += await applyPlatformDecisions(
      context,
      decisions.filter(d => d !== undefined),
    )
  })
  await remember()
  return held
}

/** @returns number of changed resources. @throws Unreachable */
export const pullFhir = async (context: Context): Promise<number> => {
  const client = fhirClientOf(context.config)
  const directory = await pullDirectory(context, client)
  const schedules = await pullSchedules(context, client)
  return directory + schedules + (await pullDecisions(context, client))
}
