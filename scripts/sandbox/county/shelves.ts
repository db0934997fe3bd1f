import { type StoredResource } from './resource'
import { termsOf } from './search-terms'

export interface Version {
  /** Order of all writes of this store. */
  seq: number
  /** Milliseconds since the epoch; never runs backwards, whatever the clock does. */
  at: number
  method: 'POST' | 'PUT' | 'DELETE'
  /** For a deletion only resourceType, id and meta. */
  resource: StoredResource
}

interface Shelf {
  histories: Map<string, Version[]>
  /** Search term → ids of living resources. */
  terms: Map<string, Set<string>>
  /** Versions in order of writing; those no longer current are skipped and swept now and then. */
  changes: Version[]
  living: number
}

export type Shelves = ReturnType<typeof createShelves>

/** All versions in memory, one shelf a resource type, with their indexes. */
export function createShelves() {
  const shelves = new Map<string, Shelf>()

  const shelf = (type: string): Shelf => {
    let found = shelves.get(type)
    if (!found) shelves.set(type, (found = { histories: new Map(), terms: new Map(), changes: [], living: 0 }))
    return found
  }
  const current = (type: string, id: string): Version | undefined => shelves.get(type)?.histories.get(id)?.at(-1)

  return {
    current,
    history: (type: string, id: string): Version[] => shelves.get(type)?.histories.get(id) ?? [],
    /** Ids of living resources that carry a term of search-terms.ts. */
    withTerm: (type: string, term: string): ReadonlySet<string> => shelves.get(type)?.terms.get(term) ?? noIds,
    /** Current versions of living resources in order of writing, from the given instant (ms) on. */
    *changedSince(type: string, at = 0): Generator<Version> {
      const changes = shelves.get(type)?.changes ?? []
      for (let i = firstAt(changes, at); i < changes.length; i++) {
        const version = changes[i]!
        if (version.method !== 'DELETE' && current(type, version.resource.id) === version) yield version
      }
    },
    counts: (): Record<string, number> =>
      Object.fromEntries([...shelves].map(([type, on]) => [type, on.living]).sort()),
    place: (version: Version): void => place(shelf(version.resource.resourceType), version),
    /** Takes back the newest write of all. */
    displace: (version: Version): void => displace(shelf(version.resource.resourceType), version),
    sweep(): void {
      for (const on of shelves.values()) sweep(on)
    },
  }
}

const noIds: ReadonlySet<string> = new Set()

function place(on: Shelf, version: Version): void {
  const history = on.histories.get(version.resource.id) ?? []
  unindex(on, history.at(-1))
  history.push(version)
  on.histories.set(version.resource.id, history)
  index(on, version)
  on.changes.push(version)
}

function displace(on: Shelf, version: Version): void {
  const history = on.histories.get(version.resource.id)!
  unindex(on, version)
  history.pop()
  if (history.length === 0) on.histories.delete(version.resource.id)
  index(on, history.at(-1))
  on.changes.pop()
}

function sweep(on: Shelf): void {
  if (on.changes.length < 2 * on.histories.size + 1000) return
  on.changes = on.changes.filter(version => on.histories.get(version.resource.id)?.at(-1) === version)
}

function index(on: Shelf, version: Version | undefined): void {
  if (!version || version.method === 'DELETE') return
  on.living++
  for (const term of termsOf(version.resource)) {
    const ids = on.terms.get(term)
    if (ids) ids.add(version.resource.id)
    else on.terms.set(term, new Set([version.resource.id]))
  }
}

function unindex(on: Shelf, version: Version | undefined): void {
  if (!version || version.method === 'DELETE') return
  on.living--
  for (const term of termsOf(version.resource)) {
    const ids = on.terms.get(term)
    ids?.delete(version.resource.id)
    if (ids?.size === 0) on.terms.delete(term)
  }
}

/** Binary search: the first change at or after the instant. */
function firstAt(changes: Version[], at: number): number {
  let low = 0
  let high = changes.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (changes[middle]!.at < at) low = middle + 1
    else high = middle
  }
  return low
}
