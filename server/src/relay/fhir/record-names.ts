/** Who and where of the lines of a record: as the reference says it itself, else as the platform's own files do. */
import type { Reference, Resource } from '@medplum/fhirtypes'
import type { CountyRecord } from '../connector'
import type { FhirClient } from './client'
import { idOf } from './elements'
import { organizationsOf, type RecordLine } from './record-lines'
import { type Found, searchPrivately } from './search'
import { Unreachable } from './transport'

type Names = Pick<CountyRecord, 'institutionName' | 'doctorName'>
/** Whether an institution is named behind a line, by reference or name; `unknown`: the platform did not answer. */
export type Place = 'named' | 'none' | 'unknown'
type Named = 'Organization' | 'Practitioner' | 'Encounter'

/** Ids per search. */
const perSearch = 100

/**
 * Names are worth a question, not the whole answer: without them the lines are shown all the same.
 * @returns what was found, by id, and whether the platform answered about all of them
 */
const byId = async <K extends Named>(
  client: FhirClient,
  type: K,
  references: (Reference | undefined)[],
): Promise<{ found: Map<string, Found<K>>; whole: boolean }> => {
  const ids = [...new Set(references.map(r => idOf(r, type)).filter(id => id !== null))]
  const found = new Map<string, Found<K>>()
  try {
    for (let at = 0; at < ids.length; at += perSearch) {
      const asked = ids.slice(at, at + perSearch)
      const form = new URLSearchParams({ _id: asked.join(','), _count: String(perSearch) })
      for (const resource of await searchPrivately(client, type, form, { pages: asked.length, enough: asked.length }))
        found.set((resource as Resource).id!, resource)
    }
  } catch (error) {
    if (!(error instanceof Unreachable)) throw error
    return { found, whole: false }
  }
  return { found, whole: true }
}

const unnamed = (references: Reference[]): Reference[] => references.filter(r => !r.display)
const practitionerName = (p: Found<'Practitioner'> | undefined): string | undefined => {
  const [name] = p?.name ?? []
  return name?.text ?? (name ? `${name.family ?? ''}${(name.given ?? []).join('')}` : undefined)
}

interface Told {
  /** null where nobody tells them. */
  names: Names
  place: Place
}

/** @returns what is told of a line */
export const namesFor = async (client: FhirClient, lines: RecordLine[]): Promise<(line: RecordLine) => Told> => {
  const placeless = lines.filter(l => !l.organizations.length)
  const [encounters, doctors] = await Promise.all([
    byId(
      client,
      'Encounter',
      placeless.map(l => l.encounter),
    ),
    byId(
      client,
      'Practitioner',
      lines.flatMap(l => unnamed(l.practitioners)),
    ),
  ])
  const visitOf = (line: RecordLine) => encounters.found.get(idOf(line.encounter, 'Encounter') ?? '')
  const placesOf = (line: RecordLine): Reference[] => {
    const visit = visitOf(line)
    return line.organizations.length ? line.organizations : visit ? organizationsOf(visit) : []
  }
  const placeOf = (line: RecordLine): Place => {
    if (placesOf(line).length) return 'named'
    const unanswered = !encounters.whole && !visitOf(line) && idOf(line.encounter, 'Encounter') !== null
    return unanswered ? 'unknown' : 'none'
  }
  const places = await byId(client, 'Organization', unnamed(lines.flatMap(placesOf)))
  const doctorName = (r: Reference) => r.display ?? practitionerName(doctors.found.get(idOf(r, 'Practitioner') ?? ''))
  const placeName = (r: Reference) => r.display ?? places.found.get(idOf(r, 'Organization') ?? '')?.name
  return line => ({
    names: {
      institutionName: placesOf(line).map(placeName).find(Boolean) ?? null,
      doctorName: line.practitioners.map(doctorName).find(Boolean) ?? null,
    },
    place: placeOf(line),
  })
}
