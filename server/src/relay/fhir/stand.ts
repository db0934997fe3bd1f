/** How our records stand at the platform, for reconciliation. */
import type { Resource } from '@medplum/fhirtypes'
import type { Mapping } from '../mapping'
import type { FhirClient } from './client'
import { markOf, markParameter, markToken, versionOf } from './own-mark'
import { searchPages, searchPrivately } from './search'

export interface There {
  version: number
  status: string | null
}

const thereOf = (resource: Resource): There => ({
  version: versionOf(resource),
  status: (resource as { status?: string }).status ?? null,
})

/** Our ids → what carries them there. @throws Unreachable */
export const findThere = async (
  client: FhirClient,
  { resourceType, identifierSystem }: Mapping,
  ids: string[],
): Promise<Map<string, There[]>> => {
  const tokens = ids.map(value => markToken({ system: identifierSystem, value })).join(',')
  const form = new URLSearchParams({ [markParameter(resourceType)]: tokens, _count: String(ids.length * 4) })
  const found = new Map<string, There[]>()
  for (const resource of (await searchPrivately(client, resourceType, form)) as Resource[]) {
    const id = markOf(resource, identifierSystem)
    if (id) found.set(id, [...(found.get(id) ?? []), thereOf(resource)])
  }
  return found
}

/** Page by page, our ids on resources that changed there in `[from, to)`. @throws Unreachable */
export async function* listThere(
  client: FhirClient,
  { resourceType, identifierSystem }: Mapping,
  from: Date,
  to: Date,
): AsyncGenerator<string[]> {
  const query = new URLSearchParams({ _count: '200' })
  query.append('_lastUpdated', `ge${from.toISOString()}`)
  query.append('_lastUpdated', `lt${to.toISOString()}`)
  for await (const { resources } of searchPages(client, resourceType, query))
    yield (resources as Resource[]).map(r => markOf(r, identifierSystem)).filter(id => id !== null)
}
