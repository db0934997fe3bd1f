import { badRequest, FhirError } from './outcome'
import { type Resource } from './resource'
import { matcherOf, parseDateBound, valuesAt } from './search-match'
import { type SearchParam, searchParamNamed, searchParamsOf } from './search-params'
import { identifierTerm, referenceTerm, tagTerm } from './search-terms'
import { type Version } from './shelves'
import { type Store } from './store'

const DEFAULT_COUNT = 50
const MAX_COUNT = 1000
const controls = new Set(['_count', '_sort', '_total', '_summary', '_format', '_pretty', '_cursor'])

interface Sorting {
  by: string
  descending: boolean
}

type Cursor = [value: string | number, id: string]

/** Living resources of a type that satisfy the parameters, in order of writing. @throws FhirError 400 */
export function findAll(store: Store, type: string, query: URLSearchParams): Version[] {
  const tests: ((resource: Resource) => boolean)[] = []
  let narrowed: Set<string> | undefined
  let since = 0
  for (const [key, value] of query) {
    if (controls.has(key)) continue
    const param = searchParamNamed(type, key)
    if (!param) throw badRequest(`Search parameter "${key}" of ${type} is not supported`)
    const alternatives = splitCommas(value)
    const matchers = alternatives.map(alternative => matcherOf(param, alternative))
    tests.push(resource => matchers.some(matches => matches(resource)))
    const ids = alternatives.map(alternative => idsOf(store, type, key, param, alternative))
    if (ids.every(found => found !== undefined)) narrowed = intersect(narrowed, ids.flat())
    if (key === '_lastUpdated' && alternatives.length === 1) since = Math.max(since, lowerBound(value))
  }
  const candidates = narrowed ? versionsOf(store, type, narrowed) : [...store.changedSince(type, since)]
  return candidates.filter(({ resource }) => tests.every(test => test(resource)))
}

function splitCommas(value: string): string[] {
  return value.split(',').filter(part => part !== '')
}

/** Ids by index, or undefined when the index cannot answer this. */
function idsOf(store: Store, type: string, key: string, param: SearchParam, value: string): string[] | undefined {
  if (key === '_id') return [value]
  if (key === 'identifier' && !value.startsWith('|') && !value.endsWith('|')) {
    return [...store.withTerm(type, identifierTerm(value))]
  }
  if (key === '_tag' && /.\|./.test(value)) return [...store.withTerm(type, tagTerm(value))]
  const reference = value.includes('/') ? value : param.target ? `${param.target}/${value}` : undefined
  if (param.kind === 'reference' && reference) return [...store.withTerm(type, referenceTerm(reference))]
  return undefined
}

function intersect(before: Set<string> | undefined, ids: string[]): Set<string> {
  return new Set(before ? ids.filter(id => before.has(id)) : ids)
}

function versionsOf(store: Store, type: string, ids: Set<string>): Version[] {
  return [...ids]
    .map(id => store.current(type, id))
    .filter((version): version is Version => version !== undefined && version.method !== 'DELETE')
    .sort((a, b) => a.seq - b.seq)
}

function lowerBound(value: string): number {
  const { prefix, from } = parseDateBound(value)
  return ['ge', 'gt', 'eq', 'sa'].includes(prefix) ? from : 0
}

export interface SearchAnswer {
  versions: Version[]
  /** Number of all matches; told with the first page alone. */
  total?: number
  /** Query of the next page, when there is one. */
  next?: string
}

/** One page; the cursor holds the last sort value seen, so pages stay whole while the data changes. */
export function search(store: Store, type: string, query: URLSearchParams): SearchAnswer {
  const sorting = sortingOf(type, query)
  const count = countOf(query)
  const cursor = cursorOf(query)
  const valueOf = sortValueOf(sorting)
  const order = (a: Cursor, b: Cursor): number =>
    (sorting.descending ? -1 : 1) * (compare(a[0], b[0]) || compare(a[1], b[1]))
  const keyed = findAll(store, type, query).map(version => ({ version, key: keyOf(version, valueOf) }))
  if (sorting.by !== '_lastUpdated' || sorting.descending) keyed.sort((a, b) => order(a.key, b.key))
  const rest = cursor ? keyed.filter(({ key }) => order(key, cursor) > 0) : keyed
  const page = rest.slice(0, query.get('_summary') === 'count' ? 0 : count)
  return {
    versions: page.map(({ version }) => version),
    ...(cursor ? {} : { total: keyed.length }),
    ...(page.length > 0 && rest.length > page.length ? { next: nextQuery(query, page.at(-1)!.key) } : {}),
  }
}

function sortingOf(type: string, query: URLSearchParams): Sorting {
  const sort = query.get('_sort') ?? '_lastUpdated'
  const descending = sort.startsWith('-')
  const by = descending ? sort.slice(1) : sort
  const param = searchParamsOf(type)[by]
  if (!param || (param.kind !== 'date' && by !== '_id')) throw badRequest(`Sorting ${type} by "${by}" is not supported`)
  return { by: by === '_lastUpdated' || by === '_id' ? by : param.paths[0]!, descending }
}

function sortValueOf({ by }: Sorting): (version: Version) => string | number {
  if (by === '_lastUpdated') return ({ seq }) => seq
  if (by === '_id') return ({ resource }) => resource.id
  return ({ resource }) => {
    const [value] = valuesAt(resource, by)
    const text = typeof value === 'string' ? value : ((value as { start?: string } | undefined)?.start ?? '')
    return Date.parse(text) || 0
  }
}

function keyOf(version: Version, valueOf: (version: Version) => string | number): Cursor {
  return [valueOf(version), version.resource.id]
}

function compare(a: string | number, b: string | number): number {
  return a < b ? -1 : a > b ? 1 : 0
}

function countOf(query: URLSearchParams): number {
  const asked = query.get('_count')
  if (asked === null) return DEFAULT_COUNT
  if (!/^\d{1,9}$/.test(asked)) throw badRequest('_count must be a whole number')
  return Math.min(Number(asked), MAX_COUNT)
}

function cursorOf(query: URLSearchParams): Cursor | undefined {
  const text = query.get('_cursor')
  if (text === null) return undefined
  try {
    const [value, id] = JSON.parse(Buffer.from(text, 'base64url').toString()) as Cursor
    return [value, id]
  } catch {
    throw new FhirError(400, 'invalid', 'The page link is broken')
  }
}

function nextQuery(query: URLSearchParams, key: Cursor): string {
  const next = new URLSearchParams(query)
  next.set('_cursor', Buffer.from(JSON.stringify(key)).toString('base64url'))
  return next.toString()
}
