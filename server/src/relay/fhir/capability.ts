/** What the platform can do, read from /metadata: servers differ. */
import type { CapabilityStatement } from '@medplum/fhirtypes'
import { type FhirClient } from './client'
import { Unreachable } from './transport'

export interface Capabilities {
  batch: boolean
  /** `If-None-Exist` works for the type. */
  conditionalCreate(type: string): boolean
  /** `If-Match` is understood for the type. */
  versioned(type: string): boolean
  /** The type has an operation of this name (without `$`). */
  operation(type: string, name: string): boolean
  /** The type can be searched by the parameter. */
  searchable(type: string, parameter: string): boolean
}

const keepMs = 60 * 60_000
const known = new WeakMap<FhirClient, { capabilities: Capabilities; until: number }>()

const capabilitiesOf = (statement: CapabilityStatement): Capabilities => {
  const rest = statement.rest?.find(r => r.mode === 'server')
  const of = (type: string) => rest?.resource?.find(r => r.type === type)
  return {
    batch: (rest?.interaction ?? []).some(i => i.code === 'batch' || i.code === 'transaction'),
    conditionalCreate: type => of(type)?.conditionalCreate === true,
    versioned: type => of(type)?.versioning !== 'no-version',
    operation: (type, name) => (of(type)?.operation ?? []).some(o => o.name?.replace(/^\$/, '') === name),
    searchable: (type, parameter) => (of(type)?.searchParam ?? []).some(p => p.name === parameter),
  }
}

/** Remembered for an hour. @throws Unreachable */
export const readCapabilities = async (client: FhirClient): Promise<Capabilities> => {
  const kept = known.get(client)
  if (kept && kept.until > Date.now()) return kept.capabilities
  const { status, body } = await client.request({ method: 'GET', path: 'metadata' })
  const statement = body as CapabilityStatement | undefined
  if (status !== 200 || statement?.resourceType !== 'CapabilityStatement')
    throw new Unreachable('no capability statement')
  if (!statement.fhirVersion?.startsWith('4.0'))
    throw new Unreachable(`it speaks FHIR ${statement.fhirVersion}, not R4`)
  const capabilities = capabilitiesOf(statement)
  known.set(client, { capabilities, until: Date.now() + keepMs })
  return capabilities
}
