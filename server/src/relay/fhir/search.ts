/** Searching with all pages, each resource once. */
import type { Bundle, Resource } from '@medplum/fhirtypes'
import { type FhirClient } from './client'
import { type Answer, Unreachable } from './transport'

type Kind = Resource['resourceType']
export type Found<K extends Kind> = Extract<Resource, { resourceType: K }>

/** A platform that never stops handing out pages is not followed for ever. */
const maxPages = 10_000

export interface Page<K extends Kind> {
  resources: Found<K>[]
  /** The platform's own clock at the answer, if it told. */
  servedAt: Date | null
}

const resourcesOf = <K extends Kind>(bundle: Bundle, type: K): Found<K>[] => {
  const all = (bundle.entry ?? []).map(e => e.resource).filter(r => r?.resourceType === type) as Found<K>[]
  return [...new Map(all.map(r => [r.id ?? r, r])).values()]
}

/** A next page must lie at the platform itself: it is asked with our credentials. */
const pathOfNext = (bundle: Bundle, baseUrl: string): string | undefined => {
  const url = bundle.link?.find(l => l.relation === 'next')?.url
  if (!url) return undefined
  const [next, base] = [new URL(url, `${baseUrl}/`), new URL(baseUrl)]
  if (next.origin !== base.origin || !next.pathname.startsWith(base.pathname))
    throw new Unreachable('its next page lies elsewhere')
  return `${next.pathname.slice(base.pathname.length).replace(/^\//, '')}${next.search}`
}

const bundleOf = ({ status, body }: Answer): Bundle => {
  const bundle = body as Bundle | undefined
  if (status !== 200 || bundle?.resourceType !== 'Bundle') throw new Unreachable(`a search was answered ${status}`)
  return bundle
}

/** Page after page. @throws Unreachable */
export async function* searchPages<K extends Kind>(
  client: FhirClient,
  type: K,
  query: URLSearchParams,
): AsyncGenerator<Page<K>> {
  let path: string | undefined = `${type}?${query}`
  for (let page = 0; path !== undefined && page < maxPages; page++) {
    const answer: Answer = await client.request({ method: 'GET', path })
    const bundle = bundleOf(answer)
    const date = Date.parse(answer.headers.date ?? '')
    yield { resources: resourcesOf(bundle, type), servedAt: Number.isNaN(date) ? null : new Date(date) }
    path = pathOfNext(bundle, client.baseUrl)
  }
}

/**
 * What matches, asked by POST so that no search value stands in a URL (or a log).
 * @param bounds pages read at most, and resources after which no further page is asked for. Everything unless told.
 * @throws Unreachable
 */
export const searchPrivately = async <K extends Kind>(
  client: FhirClient,
  type: K,
  form: URLSearchParams,
  { pages = maxPages, enough = Infinity }: { pages?: number; enough?: number } = {},
): Promise<Found<K>[]> => {
  const first = bundleOf(await client.request({ method: 'POST', path: `${type}/_search`, form }))
  const found = new Map(resourcesOf(first, type).map(r => [r.id, r]))
  let bundle = first
  for (let path = pathOfNext(bundle, client.baseUrl), page = 1; path && page < pages && found.size < enough; page++) {
    bundle = bundleOf(await client.request({ method: 'GET', path }))
    for (const resource of resourcesOf(bundle, type)) found.set(resource.id, resource)
    path = pathOfNext(bundle, client.baseUrl)
  }
  return [...found.values()]
}
