import { type Resource } from './resource'
import { search } from './search'
import { type Version } from './shelves'
import { type Store } from './store'

/** One page of a search as a Bundle with links to itself and to the next page. @param base address of the FHIR API */
export function searchsetOf(store: Store, base: string, type: string, query: URLSearchParams): Resource {
  const { versions, total, next } = search(store, type, query)
  return {
    resourceType: 'Bundle',
    type: 'searchset',
    ...(total === undefined ? {} : { total }),
    link: [
      { relation: 'self', url: `${base}/${type}?${query}` },
      ...(next ? [{ relation: 'next', url: `${base}/${type}?${next}` }] : []),
    ],
    ...entries(versions.map(version => ({ ...entryOf(base, version), search: { mode: 'match' } }))),
  }
}

/** The versions of one resource, newest first; a deletion has no resource. */
export function historyBundleOf(base: string, versions: Version[]): Resource {
  return {
    resourceType: 'Bundle',
    type: 'history',
    total: versions.length,
    ...entries(
      versions.map(version => {
        const { resourceType, id, meta } = version.resource
        const { fullUrl, resource } = entryOf(base, version)
        return {
          fullUrl,
          ...(version.method === 'DELETE' ? {} : { resource }),
          request: { method: version.method, url: `${resourceType}/${id}` },
          response: { status: version.method === 'DELETE' ? '204' : '200', lastModified: meta.lastUpdated },
        }
      }),
    ),
  }
}

function entryOf(base: string, { resource }: Version) {
  return { fullUrl: `${base}/${resource.resourceType}/${resource.id}`, resource }
}

/** FHIR's JSON has no empty lists. */
function entries<T>(entry: T[]): { entry?: T[] } {
  return entry.length === 0 ? {} : { entry }
}
