import { cardOperations } from 'shared/kernel/fhir-systems'
import { type Resource } from './resource'
import { describedTypes, searchParamsOf } from './search-params'

const interactions = ['read', 'vread', 'update', 'delete', 'history-instance', 'create', 'search-type']

/** What GET /fhir/metadata tells: a connector reads from it what it may rely on. */
export function capabilityStatement(base: string): Resource {
  return {
    resourceType: 'CapabilityStatement',
    status: 'active',
    date: '2026-01-01',
    kind: 'instance',
    software: { name: '县域平台沙箱' },
    implementation: { description: 'Sandbox county platform', url: base },
    fhirVersion: '4.0.1',
    format: ['application/fhir+json'],
    rest: [
      {
        mode: 'server',
        security: {
          service: [
            {
              coding: [
                { system: 'http://terminology.hl7.org/CodeSystem/restful-security-service', code: 'SMART-on-FHIR' },
              ],
            },
          ],
        },
        resource: describedTypes.map(resourceCapability),
        interaction: [{ code: 'transaction' }, { code: 'batch' }],
      },
    ],
  }
}

function resourceCapability(type: string): object {
  return {
    type,
    interaction: interactions.map(code => ({ code })),
    versioning: 'versioned-update',
    readHistory: true,
    updateCreate: true,
    conditionalCreate: true,
    conditionalUpdate: true,
    conditionalDelete: 'not-supported',
    referencePolicy: ['literal', 'enforced', 'local'],
    searchParam: Object.entries(searchParamsOf(type)).map(([name, { kind }]) => ({ name, type: kind })),
    ...(type === 'Patient' ? { operation: patientOperations } : {}),
  }
}

const patientOperations = [
  { name: 'match', definition: 'http://hl7.org/fhir/OperationDefinition/Patient-match' },
  ...Object.values(cardOperations).map(operation => ({
    name: operation.slice(1),
    definition: `urn:county-health:operation:${operation.slice(1)}`,
  })),
]
