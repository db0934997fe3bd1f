/** What the county platform announces for a test: sessions of one small segment, as its own seed never lays out. */
import type { Schedule, Slot } from '@medplum/fhirtypes'
import { extensionUrls, identifierSystems } from 'shared/kernel/fhir-systems'
import { fetchToken } from '../sandbox/county/testing'

export interface Announced {
  sessionId: string
  slotId: string
  /** The Slot as announced, to be announced again. */
  slot: Slot
}

export const openPlatform = async () => {
  const fhir = process.env.COUNTY_FHIR_URL!
  const token = await fetchToken(fhir.replace(/\/fhir$/, ''), JSON.parse(process.env.COUNTY_CLIENT!))
  const ask = async (method: 'PUT' | 'DELETE', path: string, body?: object): Promise<void> => {
    const headers = { Authorization: `Bearer ${token}`, 'Content-Type': 'application/fhir+json' }
    const answer = await fetch(`${fhir}/${path}`, { method, headers, body: body && JSON.stringify(body) })
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`)
  }
  const put = (resource: Schedule | Slot) => ask('PUT', `${resource.resourceType}/${resource.id}`, resource)

  return {
    put,
    forget: ({ slotId }: Announced) => ask('DELETE', `Slot/${slotId}`),
    /** One segment of half an hour with a single public number; `fee` in fen. */
    async announce(departmentId: string, doctorId: string, startsAt: Date, fee = 0): Promise<Announced> {
      const id = `${doctorId}-${startsAt.getTime()}`
      const [start, end] = [startsAt, new Date(startsAt.getTime() + 30 * 60_000)].map(at => at.toISOString())
      const department = { reference: `HealthcareService/${departmentId}` }
      const extension = [{ url: extensionUrls.fee, valueInteger: fee }]
      await put({
        resourceType: 'Schedule',
        id: `sched-${id}`,
        identifier: [{ system: identifierSystems.schedule, value: `sched-${id}` }],
        extension: [...extension, { url: extensionUrls.place, valueString: '门诊楼2层 3诊室' }],
        actor: [{ reference: `Practitioner/${doctorId}` }, department],
        planningHorizon: { start, end },
      })
      const slot: Slot = {
        resourceType: 'Slot',
        id: `slot-${id}`,
        identifier: [{ system: identifierSystems.slot, value: `slot-${id}` }],
        extension: [...extension, { url: extensionUrls.capacity, valueInteger: 1 }],
        schedule: { reference: `Schedule/sched-${id}` },
        status: 'free',
        start: start!,
        end: end!,
      }
      await put(slot)
      return { sessionId: `sched-${id}`, slotId: slot.id!, slot }
    },
  }
}
export type Platform = Awaited<ReturnType<typeof openPlatform>>
