/** Pulls what changed at the platform: by the clock, by the administrator's button, by the platform's nudge. */
import { type Problem, problem } from 'shared/kernel/errors'
import type { Context } from '../context'
import { pullFhir } from './fhir/pull'
import { Unreachable } from './fhir/transport'
import { RelaySync } from './relay-feed.entity'

export interface Synced {
  changed: number
}
type Result = Synced | Problem<'county_platform_unavailable'>

const pull = async (context: Context): Promise<Result> => {
  const note = (outcome: RelaySync['outcome'], changed: number) =>
    context.db.manager.save(RelaySync, { name: 'county', at: context.clock.now(), outcome, changed })
  try {
    const changed = await pullFhir(context)
    await note('ok', changed)
    return { changed }
  } catch (error) {
    await note('failed', 0)
    if (!(error instanceof Unreachable)) throw error
    context.log.warn({ why: error.why }, 'the county platform could not be pulled')
    return problem('county_platform_unavailable')
  }
}

interface Pulling {
  running: Promise<Result>
  /** Begins when the running one ends; everybody who asks meanwhile shares it. */
  next?: Promise<Result>
}
const pulls = new WeakMap<Context, Pulling>()

/** One pull at a time per process; who asks during one gets a pull that began after asking. */
export const syncNow = (context: Context): Promise<Result> => {
  const current = pulls.get(context)
  if (current)
    return (current.next ??= current.running.then(
      () => syncNow(context),
      () => syncNow(context),
    ))
  const running = pull(context).finally(() => pulls.delete(context))
  pulls.set(context, { running })
  return running
}
