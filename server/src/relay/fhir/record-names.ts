/** Who and where of the lines of a record: as the reference says it itself, else as the platform's own files do. */
import type { Reference, Resource } from '@medplum/fhirtypes'
import type { CountyRecord } from '../connector'
import type { FhirClient } from './client'
import { idOf } from './elements'
import { organizationsOf, type RecordLine } from './record-lines'
import { type Found, searchPrivately } from './search'
import { Unreachable } from './transport'

type Names = Pick<CountyRecord, 'institutionName' | 'doctorName'>
type Named = 'Organization' | 'Practitioner' | 'Encounter'

/** Ids per search. */
const perSearch = 100

/** Names are worth a question, not the whole answer: without them the lines are shown all the same. */
const byId = async <K extends Named>(
  client: FhirClient,
  type: K,
  references: (Reference | undefined)[],
): Promise<Map<string, Found<K>>> => {
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
  }
  return found
}

const unnamed = (references: Reference[]): Reference[] => references.filter(r => !r.display)
const practitionerName = (p: Found<'Practitioner'> | undefined): string | undefined => {
  const [name] = p?.name ?? []
  return name?.text ?? (name ? `${name.family ?? ''}${(name.given ?? []).join('')}` : undefined)
}

/** @returns the names of a line; null where nobody tells them. */
export const namesFor = async (client: FhirClient, lines: RecordLine[]): Promise<(line: RecordLine) => Names> => {
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
  const placesOf = (line: RecordLine): Reference[] => {
    const visit = encounters.get(idOf(line.encounter, 'Encounter') ?? '')
    return line.organizations.length ? line.organizations : visit ? organizationsOf(visit) : []
  }
  const places = await byId(client, 'Organization', unnamed(lines.flatMap(placesOf)))
  const doctorName = (r: Reference) => r.display ?? practitionerName(doctors.get(idOf(r, 'Practitioner') ?? ''))
  const placeName = (r: Reference) => r.display ?? places.get(idOf(r, 'Organization') ?? '')?.name
  return line => ({
    institutionName: placesOf(line).map(placeName).find(Boolean) ?? null,
    doctorName: line.practitioners.map(doctorName).find(Boolean) ?? null,
  })
}
