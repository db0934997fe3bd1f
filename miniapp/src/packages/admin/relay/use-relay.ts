import { relay } from '../../../api/relay'
import { useLoad } from '../../../api/use-load'
import { useShown } from '../../../ui/use-shown'

export const relayKey = ['relay'] as const
export type RelayStatus = Awaited<ReturnType<typeof relay.relayStatus>>
export type Reconciliation = NonNullable<RelayStatus['lastReconciliation']>

/** What goes to the county platform, asked again while it is looked at. */
export const useRelayStatus = () => {
  const shown = useShown()
  return useLoad([...relayKey, 'status'], () => relay.relayStatus({}), shown ? { every: 5_000 } : {})
}
export const useDeadLetters = () => useLoad([...relayKey, 'dead-letters'], () => relay.deadLetters({}))
