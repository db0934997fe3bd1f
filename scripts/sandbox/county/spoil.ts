import { type Reply } from './call'
import { type Faults, type Misbehaving } from './misbehave'
import { type Resource, type StoredResource } from './resource'
import { type Store } from './store'

interface Entry {
  resource?: StoredResource
  response?: { status: string }
}

/** Falsifies an answer as the faults demand; the work behind it stays done. */
export function spoil(reply: Reply, faults: Faults, misbehaving: Misbehaving, store: Store): Reply {
  const body = reply.body as (Resource & { type?: string; entry?: Entry[] }) | undefined
  if (typeof body !== 'object' || reply.status >= 300) return reply
  if (body.resourceType === 'Bundle' && body.entry) {
    return { ...reply, body: { ...body, entry: spoilEntries(body.type ?? '', body.entry, faults, misbehaving, store) } }
  }
  if (faults.staleVersions && body.meta?.versionId && body.id) return staleReply(reply, body as StoredResource, store)
  return reply
}

function spoilEntries(type: string, entries: Entry[], faults: Faults, misbehaving: Misbehaving, store: Store): Entry[] {
  if (type.endsWith('-response')) {
    const { inner412 } = faults
    return inner412 ? entries.map(entry => (misbehaving.chance(inner412.ratio) ? refused : entry)) : entries
  }
  if (type !== 'searchset') return entries
  let spoilt = entries
  if (faults.staleVersions) spoilt = spoilt.map(entry => ({ ...entry, resource: staleOf(entry.resource, store) }))
  if (faults.duplicates) spoilt = spoilt.flatMap(entry => [entry, entry])
  if (faults.reorderedFeed) spoilt = misbehaving.shuffled(spoilt)
  return spoilt
}

/** As seen on a real server: HTTP 200, inside it a 412, and the resource kept all the same. */
const refused: Entry = { response: { status: '412 Precondition Failed' } }

function staleReply(reply: Reply, resource: StoredResource, store: Store): Reply {
  const stale = staleOf(resource, store)!
  return { ...reply, headers: { ...reply.headers, ETag: `W/"${stale.meta.versionId}"` }, body: stale }
}

/** The version before, where there is one. */
function staleOf(resource: StoredResource | undefined, store: Store): StoredResource | undefined {
  if (!resource) return undefined
  const before = store.history(resource.resourceType, resource.id).at(-2)
  return before && before.method !== 'DELETE' ? before.resource : resource
}
