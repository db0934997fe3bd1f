/** The administrator's page in one reading. */
import { instantOf, dayOf } from '../clock'
import type { Context } from '../context'
import { countDelivered, readBacklog } from './delivery-status'
import { fhirClientOf } from './fhir/client'
import { RelaySync } from './relay-feed.entity'
import { Reconciliation } from './reconciliation.entity'

export const showReconciliation = (r: Reconciliation) => ({ ...r, finishedAt: r.finishedAt.toISOString() })

export const readStatus = async ({ db, clock, config }: Context) => {
  const now = clock.now()
  const today = instantOf(dayOf(now, config.TIME_ZONE), '00:00', config.TIME_ZONE)
  const [{ waiting, lagSeconds, deadLetters }, deliveredToday, lastSync, last] = await Promise.all([
    readBacklog(db, now),
    countDelivered(db, today),
    db.manager.findOneBy(RelaySync, { name: 'county' }),
    db.manager.find(Reconciliation, { order: { finishedAt: 'DESC' }, take: 1 }),
  ])
  const client = fhirClientOf(config)
  return {
    backlog: waiting,
    lagSeconds,
    deadLetters,
    deliveredToday,
    breaker: client.breaker(),
    platformUrl: client.baseUrl,
    lastSync: lastSync && { at: lastSync.at.toISOString(), outcome: lastSync.outcome, changed: lastSync.changed },
    lastReconciliation: last[0] ? showReconciliation(last[0]) : null,
  }
}
