/** Asks the platform to nudge us when directory or schedules change, where it can; polling goes on all the same. */
import type { Bundle, Subscription } from '@medplum/fhirtypes'
import type { Config } from '../../config'
import { readCapabilities } from './capability'
import type { FhirClient } from './client'
import { Unreachable } from './transport'

/** What residents notice at once: a stopped session, a changed number, a decision of the clinic. */
const criteria = ['Slot?', 'Schedule?', 'Appointment?']

const subscriptionOf = (criterion: string, endpoint: string, secret: string): Subscription => ({
  resourceType: 'Subscription',
  status: 'requested',
  reason: 'Resident services pull what changed',
  criteria: criterion,
  channel: { type: 'rest-hook', endpoint, header: [`Authorization: Bearer ${secret}`] },
})

/** @returns whether the platform will nudge. @throws Unreachable */
export const subscribe = async (client: FhirClient, config: Config): Promise<boolean> => {
  const { PUBLIC_URL, COUNTY_HOOK_SECRET: secret } = config
  if (!PUBLIC_URL || !secret) return false
  const can = await readCapabilities(client)
  if (!can.searchable('Subscription', 'url')) return false
  const endpoint = `${PUBLIC_URL}/api/county-hook`
  const path = `Subscription?${new URLSearchParams({ url: endpoint })}`
  const known = await client.request({ method: 'GET', path })
  if (known.status !== 200) throw new Unreachable(`subscriptions were answered ${known.status}`)
  const standing = ((known.body as Bundle).entry ?? []).map(e => e.resource as Subscription)
  for (const criterion of criteria) {
    const old = standing.find(s => s.criteria === criterion)
    const body = subscriptionOf(criterion, endpoint, secret)
    const header = body.channel?.header?.[0]
    if (old?.status !== 'error' && old?.status !== 'off' && old?.channel?.header?.includes(header!)) continue
    const answer = old
      ? await client.request({ method: 'PUT', path: `Subscription/${old.id}`, body: { ...body, id: old.id } })
      : await client.request({ method: 'POST', path: 'Subscription', body })
    if (answer.status >= 300) return false
  }
  return true
}
