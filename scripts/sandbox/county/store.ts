import { type Journal, openJournal } from './journal'
import { type Resource, type StoredResource } from './resource'
import { createShelves, type Shelves, type Version } from './shelves'

/** One commit as the journal keeps it. */
interface Line {
  v: [seq: number, method: Version['method'], resource: StoredResource][]
  f: [key: string, value: unknown][]
}

interface State {
  shelves: Shelves
  /** Things that are no resources: the card authority's books, what was seeded. */
  facts: Map<string, unknown>
  seq: number
  lastAt: number
}

export type Store = ReturnType<typeof createStore>

/**
 * Everything the platform holds, in memory and (with a folder) in a journal. Reading is open to all; writing happens
 * inside `atomically`, which nests: an inner failure takes back the inner writes alone.
 */
export function createStore(options: { folder?: string; fsync?: boolean; now?: () => number } = {}) {
  const state: State = { shelves: createShelves(), facts: new Map(), seq: 0, lastAt: 0 }
  const { shelves, facts } = state
  const journal = options.folder ? openJournal(options.folder, line => replay(state, line as Line), options) : undefined
  shelves.sweep()
  const commits = createCommits(shelves, journal)
  const now = options.now ?? Date.now

  function write(method: Version['method'], id: string, content: Resource): Version {
    const versionId = String(shelves.history(content.resourceType, id).length + 1)
    state.lastAt = Math.max(state.lastAt, now())
    const meta = { ...content.meta, versionId, lastUpdated: new Date(state.lastAt).toISOString() }
    const { resourceType, id: _id, meta: _meta, ...rest } = content
    const resource = { resourceType, id, meta, ...rest }
    const version: Version = { seq: ++state.seq, at: state.lastAt, method, resource }
    commits.record({ v: [[version.seq, method, resource]], f: [] }, () => shelves.displace(version))
    shelves.place(version)
    return version
  }

  return {
    current: shelves.current,
    history: shelves.history,
    withTerm: shelves.withTerm,
    changedSince: shelves.changedSince,
    counts: shelves.counts,
    put: (id: string, content: Resource, method: 'POST' | 'PUT' = 'PUT'): Version => write(method, id, content),
    remove: (type: string, id: string): Version => write('DELETE', id, { resourceType: type }),
    fact: <T>(key: string): T | undefined => facts.get(key) as T | undefined,
    /** Remembers a thing that is no resource, with the same promises. */
    setFact(key: string, value: unknown): void {
      const before = facts.get(key)
      commits.record({ v: [], f: [[key, value]] }, () => facts.set(key, before))
      facts.set(key, value)
    },
    atomically: commits.atomically,
    /** Told of every commit that wrote resources, with the versions that now stand. */
    onCommit: commits.onCommit,
    close: (): void => journal?.close(),
  }
}

function replay(state: State, { v, f = [] }: Line): void {
  for (const [seq, method, resource] of v) {
    state.seq = seq
    state.lastAt = Date.parse(resource.meta.lastUpdated)
    state.shelves.place({ seq, at: state.lastAt, method, resource })
  }
  for (const [key, value] of f) state.facts.set(key, value)
}

/** Groups writes into commits: journal line and listeners when the outermost ends well, undo when anything throws. */
function createCommits(shelves: Shelves, journal: Journal | undefined) {
  const listeners: ((versions: Version[]) => void)[] = []
  let depth = 0
  let undo: (() => void)[] = []
  let pending: Line = { v: [], f: [] }

  function commit(): void {
    const { v, f } = pending
    if (v.length === 0 && f.length === 0) return
    journal?.append(f.length > 0 ? pending : { v })
    undo = []
    pending = { v: [], f: [] }
    if (v.length === 0) return
    shelves.sweep()
    const versions = v.map(([, , { resourceType, id }]) => shelves.current(resourceType, id)!)
    for (const listener of listeners) listener(versions)
  }

  return {
    record(change: Line, takeBack: () => void): void {
      if (depth === 0) throw new Error('A write outside of atomically()')
      pending.v.push(...change.v)
      pending.f.push(...change.f)
      undo.push(takeBack)
    },
    atomically<T>(work: () => T): T {
      const [versions, facts, undos] = [pending.v.length, pending.f.length, undo.length]
      depth++
      try {
        const result = work()
        if (depth === 1) commit()
        return result
      } catch (error) {
        while (undo.length > undos) undo.pop()!()
        pending.v.length = versions
        pending.f.length = facts
        throw error
      } finally {
        depth--
      }
    },
    onCommit: (listener: (versions: Version[]) => void): void => void listeners.push(listener),
  }
}
