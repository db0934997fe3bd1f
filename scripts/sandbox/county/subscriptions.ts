import { type Subscription } from '@medplum/fhirtypes'
import { findAll } from './search'
import { type StoredResource } from './resource'
import { type Version } from './shelves'
import { type Store } from './store'

/** Changes within this time become one nudge. */
const GATHER_MS = 50
const RETRY_MS = [500, 2000, 10_000]
const ANSWER_WITHIN_MS = 5000

/**
 * Subscriptions of kind rest-hook: after a commit that touches the criteria the endpoint gets an empty POST with the
 * subscription's own headers. Only loopback endpoints: a sandbox calls nobody outside.
 */
export function runSubscriptions(store: Store) {
  const waiting = new Map<string, NodeJS.Timeout>()
  let stopped = false

  const later = (id: string, ms: number, attempt: number): void => {
    if (stopped || waiting.has(id)) return
    waiting.set(
      id,
      setTimeout(() => {
        waiting.delete(id)
        void notify(id, attempt)
      }, ms),
    )
  }

  async function notify(id: string, attempt: number): Promise<void> {
    const current = store.current('Subscription', id)
    if (!current || current.method === 'DELETE') return
    const { status, channel } = current.resource as unknown as Subscription
    if (status !== 'active' || (await delivered(channel)) || stopped) return
    const wait = RETRY_MS[attempt]
    if (wait !== undefined) later(id, wait, attempt + 1)
  }

  function activate(version: Version): void {
    const subscription = version.resource as unknown as Subscription
    if (version.method === 'DELETE' || subscription.status !== 'requested') return
    const accepted = subscription.channel.type === 'rest-hook' && isLoopback(subscription.channel.endpoint)
    const next = accepted ? { status: 'active' } : { status: 'error', error: 'Only rest-hooks on loopback are called' }
    store.atomically(() => store.put(version.resource.id, { ...version.resource, ...next }))
  }

  store.onCommit(versions => {
    // After the commit, not in it: activating a subscription is a write of its own.
    setImmediate(() => {
      if (stopped) return
      for (const version of versions) if (version.resource.resourceType === 'Subscription') activate(version)
      const touched = new Set(versions.map(({ resource }) => resource.resourceType))
      for (const { resource } of store.changedSince('Subscription')) {
        if (touchedBy(store, resource, touched, versions)) later(resource.id, GATHER_MS, 0)
      }
    })
  })

  return {
    stop(): void {
      stopped = true
      for (const timer of waiting.values()) clearTimeout(timer)
    },
  }
}

function touchedBy(store: Store, resource: StoredResource, touched: Set<string>, versions: Version[]): boolean {
  const { status, criteria } = resource as unknown as Subscription
  const [type = '', query = ''] = criteria.split(/\?(.*)/s)
  if (status !== 'active' || !touched.has(type)) return false
  if (query === '') return true
  const ids = versions.filter(version => version.resource.resourceType === type).map(({ resource: { id } }) => id)
  const asked = new URLSearchParams(query)
  asked.append('_id', [...new Set(ids)].join(','))
  return findAll(store, type, asked).length > 0
}

async function delivered({ endpoint, header = [] }: Subscription['channel']): Promise<boolean> {
  const headers = Object.fromEntries(header.map(line => line.split(/:\s*(.*)/s) as [string, string]))
  try {
    const answer = await fetch(endpoint!, { method: 'POST', headers, signal: AbortSignal.timeout(ANSWER_WITHIN_MS) })
    await answer.arrayBuffer()
    return answer.ok
  } catch {
    return false
  }
}

function isLoopback(endpoint = ''): boolean {
  const { hostname } = URL.canParse(endpoint) ? new URL(endpoint) : { hostname: '' }
  return ['127.0.0.1', 'localhost', '[::1]'].includes(hostname)
}
