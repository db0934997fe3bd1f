/** What the county's files say of somebody's health, and who their family doctors are. */
import type { Resource } from '@medplum/fhirtypes'
import { identifierSystems } from 'shared/kernel/fhir-systems'
import type { Clock } from '../../clock'
import type { Config } from '../../config'
import type { CountyPlatform, CountyRecord, RecordKind } from '../connector'
import { readCapabilities } from './capability'
import { familyDoctorsOf } from './care-team'
import type { FhirClient } from './client'
import { idOf } from './elements'
import { orUnavailable } from './or-unavailable'
import { markOf } from './own-mark'
import { dayWithin, lineOf, type RecordLine, type RecordResource } from './record-lines'
import { type Place, namesFor } from './record-names'
import { joined } from './record-words'
import { type Found, searchPrivately } from './search'
import { Unreachable } from './transport'

const resources = {
  diagnosis: { type: 'Condition', sort: '-recorded-date' },
  prescription: { type: 'MedicationRequest', sort: '-authoredon' },
  reading: { type: 'Observation', sort: '-date' },
  report: { type: 'DiagnosticReport', sort: '-date' },
} as const satisfies Record<RecordKind, { type: RecordResource['resourceType']; sort: string }>

/** A platform may hand out smaller pages than asked for; it is not followed for ever. */
const pagesAtMost = 4

type OfSomebody = Extract<Resource, { subject?: unknown }> & { subject?: { reference?: string } }

/** Resources of one type about the person. A platform that ignored the parameter would hand out everybody's. */
const searchAbout = async <K extends OfSomebody['resourceType']>(
  client: FhirClient,
  type: K,
  platformId: string,
  more: Record<string, string>,
  enough?: number,
): Promise<Found<K>[]> => {
  const can = await readCapabilities(client)
  if (!can.searchable(type, 'patient')) return []
  const form = new URLSearchParams({ patient: `Patient/${platformId}`, ...more })
  const found = await searchPrivately(client, type, form, { pages: pagesAtMost, enough })
  return found.filter(r => idOf((r as OfSomebody).subject, 'Patient') === platformId)
}

const timeOf = ({ when }: RecordLine): number => Date.parse(when) || 0
const newestFirst = (a: RecordLine, b: RecordLine): number =>
  timeOf(b) - timeOf(a) || (a.recordId < b.recordId ? -1 : 1)

/** What our own online consultations told the platform proves no diagnosis of a physical institution (细则 art. 18). */
const isOfPlace = (resource: Resource): boolean => markOf(resource, identifierSystems.consultationDiagnosis) === null

const linesOf = async (client: FhirClient, platformId: string, kind: RecordKind, atMost: number) => {
  const { type, sort } = resources[kind]
  const found = await searchAbout(client, type, platformId, { _sort: sort, _count: String(atMost) }, atMost)
  const lines = found
    .filter(isOfPlace)
    .map(lineOf)
    .filter(line => line !== undefined)
  return lines.sort(newestFirst).slice(0, atMost)
}

/** One time-out for the whole answer, however many questions it takes: a person waits for it. */
const within = async <T>(ms: number, work: Promise<T>): Promise<T> => {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Unreachable('too slow')), ms)
  })
  return Promise.race([work, late]).finally(() => clearTimeout(timer))
}

/**
 * What shows an earlier diagnosis must come from a physical institution (细则 art. 18). Neither report nor prescription is
 * a diagnosis: whether one shows it, the doctor decides who keeps it. A reference is enough, its name may not be told now;
 * and of a visit that the platform did not answer about, nobody may say that it was nowhere.
 */
const provenance = ({ detail, unproven, unasserted }: RecordLine, place: Place) => {
  if (unproven || !unasserted || place !== 'none') return { detail, ...(unproven && { unproven }) }
  return { detail: joined([detail, '没有写明是哪里诊断的']), unproven: true }
}

type Records = Pick<CountyPlatform, 'records' | 'familyDoctors'>

export const createFhirRecords = (client: FhirClient, config: Config, clock: Clock): Records => {
  const { COUNTY_RECORDS_PER_KIND: perKind, COUNTY_TIMEOUT_MS: timeout, TIME_ZONE: zone } = config

  const read = async (platformId: string, kinds: readonly RecordKind[]): Promise<CountyRecord[]> => {
    const wanted = [...new Set(kinds)]
    const ofKinds = await Promise.all(wanted.map(kind => linesOf(client, platformId, kind, perKind)))
    const lines = ofKinds.flat().sort(newestFirst)
    const told = await namesFor(client, lines)
    return lines.map(line => {
      const { names, place } = told(line)
      return {
        recordId: line.recordId,
        kind: line.kind,
        title: line.title,
        ...provenance(line, place),
        day: dayWithin(line.when, zone),
        ...names,
        ...(line.code && { code: line.code }),
      }
    })
  }

  return {
    records: (platformId, kinds) => orUnavailable(() => within(timeout, read(platformId, kinds))),
    familyDoctors: platformId =>
      orUnavailable(async () => {
        const teams = searchAbout(client, 'CareTeam', platformId, { status: 'active' })
        return familyDoctorsOf(await within(timeout, teams), clock.now())
      }),
  }
}
