/**
 * One type's changes since the last time, by `_lastUpdated` with an overlap: a resource written by a slow transaction
 * may become visible after a newer one. Once the platform's own clock says that the newest change is older than the
 * overlap, nothing of it can still come and it is not asked for again.
 */
import type { Resource } from '@medplum/fhirtypes'
import type { DataSource } from 'typeorm'
import { RelayFeed } from '../relay-feed.entity'
import type { FhirClient } from './client'
import { lastUpdatedOf } from './elements'
import { type Found, searchPages } from './search'

const overlapMs = 2 * 60_000
const pageSize = '500'

interface Seen {
  newest: number
  servedAt: number | null
}

/** Where the next pull begins. */
export const nextFeed = (resourceType: string, { newest, servedAt }: Seen): RelayFeed => {
  const settled = servedAt !== null && servedAt - newest > overlapMs
  return { resourceType, since: new Date(settled ? newest : newest - overlapMs), settled }
}

export interface Pulled {
  /** Number of changed resources. */
  changed: number
  /** To be called when all of them were applied: the next pull begins after them. */
  remember(): Promise<void>
}

/**
 * Calls `apply` for each page of changes.
 * @param narrow further search parameters, the same from one pull to the next but for what is over.
 * @throws Unreachable, and what `apply` throws: then all is asked again.
 */
export const pullChanges = async <K extends Resource['resourceType']>(
  db: DataSource,
  client: FhirClient,
  type: K,
  narrow: Record<string, string>,
  apply: (resources: Found<K>[]) => Promise<void>,
): Promise<Pulled> => {
  const feed = await db.manager.findOneBy(RelayFeed, { resourceType: type })
  const query = new URLSearchParams({ ...narrow, _sort: '_lastUpdated', _count: pageSize })
  if (feed) query.set('_lastUpdated', `${feed.settled ? 'gt' : 'ge'}${feed.since.toISOString()}`)
  const seen: Seen = { newest: 0, servedAt: null }
  let changed = 0
  for await (const { resources, servedAt } of searchPages(client, type, query)) {
    seen.servedAt ??= servedAt?.getTime() ?? null
    if (resources.length) await apply(resources)
    changed += resources.length
    for (const resource of resources) seen.newest = Math.max(seen.newest, lastUpdatedOf(resource as Resource).getTime())
  }
  return {
    changed,
    async remember() {
      if (changed) await db.manager.save(RelayFeed, nextFeed(type, seen))
    },
  }
}
