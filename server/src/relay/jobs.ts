/** What runs by itself: delivery in every process, pulls and the nightly comparison in one. */
import { isProblem } from 'shared/kernel/errors'
import { addDays, dayOf } from '../clock'
import type { Context } from '../context'
import type { Job } from '../jobs/scheduler'
import { fhirClientOf } from './fhir/client'
import { subscribe } from './fhir/subscribe'
import { Unreachable } from './fhir/transport'
import { reconcile } from './reconcile'
import { syncNow } from './sync'
import { wakeOf } from './wake'
import { deliverDue } from './worker'

const daySeconds = 86_400

const subscribeQuietly = async ({ config, log }: Context): Promise<void> => {
  try {
    await subscribe(fhirClientOf(config), config)
  } catch (error) {
    if (!(error instanceof Unreachable)) throw error
    log.warn({ why: error.why }, 'no subscription at the county platform')
  }
}

/** Yesterday and today: what was delivered late yesterday may have been lost after the last comparison. */
const reconcileLately = async (context: Context): Promise<void> => {
  const today = dayOf(context.clock.now(), context.config.TIME_ZONE)
  const done = await reconcile(context, addDays(today, -1), today)
  if (isProblem(done)) return context.log.warn('the nightly comparison could not be made')
  const { compared, repaired, differences } = done
  context.log.info({ compared, repaired, differences: differences.length }, 'compared with the county platform')
}

export const relayJobs = (context: Context): Job[] => [
  {
    name: 'relay-deliver',
    does: '把这里发生的事送到县平台',
    everySeconds: 1,
    leaseSeconds: 60,
    wake: wakeOf(context.db),
    run: stopping => deliverDue(context, stopping),
  },
  {
    name: 'relay-sync',
    does: '从县平台取医院、医生和排班',
    everySeconds: context.config.COUNTY_SYNC_MINUTES * 60,
    leaseSeconds: 900,
    run: async () => void (await syncNow(context)),
  },
  {
    name: 'relay-subscribe',
    does: '请县平台有变化时通知这里',
    everySeconds: daySeconds / 24,
    leaseSeconds: 120,
    run: () => subscribeQuietly(context),
  },
  {
    name: 'relay-reconcile',
    does: '每天与县平台核对预约',
    everySeconds: daySeconds,
    leaseSeconds: 3600,
    run: () => reconcileLately(context),
  },
]
