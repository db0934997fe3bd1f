import { type Journal, openJournal } from './journal'
import { type Resource, type StoredResource } from './resource'
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

interface Line {
  v: [seq: number, method: Version['method'], resource: StoredResource][]
  f?: [key: string, value: unknown][]
}

export type Store = ReturnType<typeof createStore>

/**
 * Everything the platform holds, in memory and (with a folder) in a journal. Reading is open to all; writing happens
 * inside `atomically`, which nests: an inner failure takes back the inner writes alone.
 */
export function createStore(options: { folder?: string; fsync?: boolean; now?: () => number } = {}) {
  const now = options.now ?? Date.now
  const shelves = new Map<string, Shelf>()
  const facts = new Map<string, unknown>()
  const listeners: ((versions: Version[]) => void)[] = []
  let seq = 0
  let lastAt = 0
  let depth = 0
  let undo: (() => void)[] = []
  let pending: Line = { v: [], f: [] }

  const shelf = (type: string): Shelf => {
    let found = shelves.get(type)
    if (!found) shelves.set(type, (found = { histories: new Map(), terms: new Map(), changes: [], living: 0 }))
    return found
  }
  const current = (type: string, id: string): Version | undefined => shelves.get(type)?.histories.get(id)?.at(-1)

  function place(version: Version): void {
    const { resourceType, id } = version.resource
    const on = shelf(resourceType)
    const before = current(resourceType, id)
    unindex(on, before)
    const history = on.histories.get(id)
    if (history) history.push(version)
    else on.histories.set(id, [version])
    index(on, version)
    on.changes.push(version)
  }

  function displace(version: Version): void {
    const { resourceType, id } = version.resource
    const on = shelf(resourceType)
    const history = on.histories.get(id)!
    unindex(on, version)
    history.pop()
    if (history.length === 0) on.histories.delete(id)
    index(on, history.at(-1))
    on.changes.pop()
  }

  function write(method: Version['method'], id: string, content: Resource): Version {
    if (depth === 0) throw new Error('A write outside of atomically()')
    lastAt = Math.max(lastAt, now())
    const versionId = String(Number(current(content.resourceType, id)?.resource.meta.versionId ?? '0') + 1)
    const meta = { ...content.meta, versionId, lastUpdated: new Date(lastAt).toISOString() }
    const { resourceType, id: _id, meta: _meta, ...rest } = content
    const version: Version = { seq: ++seq, at: lastAt, method, resource: { resourceType, id, meta, ...rest } }
    place(version)
    pending.v.push([version.seq, method, version.resource])
    undo.push(() => displace(version))
    return version
  }

  function rollback(writes: number, changedFacts: number, undos: number): void {
    while (undo.length > undos) undo.pop()!()
    pending.v.length = writes
    pending.f!.length = changedFacts
  }

  function commit(): void {
    const { v, f } = pending
    if (v.length > 0 || f!.length > 0) journal?.append(f!.length > 0 ? pending : { v })
    undo = []
    pending = { v: [], f: [] }
    for (const type of new Set(v.map(([, , resource]) => resource.resourceType))) sweep(shelf(type))
    if (v.length > 0) {
      const versions = v.map(([, , resource]) => current(resource.resourceType, resource.id)!)
      for (const listener of listeners) listener(versions)
    }
  }

  const replay = (commitLine: unknown): void => {
    const line = commitLine as Line
    for (const [number, method, resource] of line.v) {
      seq = number
      lastAt = Date.parse(resource.meta.lastUpdated)
      place({ seq, at: lastAt, method, resource })
    }
    for (const [key, value] of line.f ?? []) facts.set(key, value)
  }
  const journal: Journal | undefined = options.folder ? openJournal(options.folder, replay, options) : undefined
  for (const on of shelves.values()) sweep(on)

  return {
    current,
    history: (type: string, id: string): Version[] => shelves.get(type)?.histories.get(id) ?? [],
    /** Ids of living resources that carry a term of search-terms.ts. */
    withTerm: (type: string, term: string): ReadonlySet<string> => shelves.get(type)?.terms.get(term) ?? noIds,
    /** Current versions of living resources in order of writing, from the given instant (ms) on. */
    *changedSince(type: string, at = 0): Generator<Version> {
      const on = shelves.get(type)
      if (!on) return
      for (let i = firstAt(on.changes, at); i < on.changes.length; i++) {
        const version = on.changes[i]!
        if (version.method !== 'DELETE' && current(type, version.resource.id) === version) yield version
      }
    },
    counts: (): Record<string, number> =>
      Object.fromEntries([...shelves].map(([type, on]) => [type, on.living]).sort()),
    put: (id: string, content: Resource, method: 'POST' | 'PUT' = 'PUT'): Version => write(method, id, content),
    remove: (type: string, id: string): Version => write('DELETE', id, { resourceType: type }),
    fact: <T>(key: string): T | undefined => facts.get(key) as T | undefined,
    /** Remembers a thing that is no resource (the card authority's books) with the same promises. */
    setFact(key: string, value: unknown): void {
      const before = facts.get(key)
      facts.set(key, value)
      pending.f!.push([key, value])
      undo.push(() => facts.set(key, before))
    },
    atomically<T>(work: () => T): T {
      const marks = [pending.v.length, pending.f!.length, undo.length] as const
      depth++
      try {
        const result = work()
        if (depth === 1) commit()
        return result
      } catch (error) {
        rollback(...marks)
        throw error
      } finally {
        depth--
      }
    },
    onCommit: (listener: (versions: Version[]) => void): void => void listeners.push(listener),
    close: (): void => journal?.close(),
  }

  function sweep(on: Shelf): void {
    if (on.changes.length < 2 * on.histories.size + 1000) return
    on.changes = on.changes.filter(version => on.histories.get(version.resource.id)?.at(-1) === version)
  }
}

const noIds: ReadonlySet<string> = new Set()

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
