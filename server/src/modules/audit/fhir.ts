/** Access to health data as the county platform reads it: R4 AuditEvent. */
import type { AuditEvent as FhirAuditEvent } from '@medplum/fhirtypes'
import { In } from 'typeorm'
import { identifierSystems } from 'shared/kernel/fhir-systems'
import type { Mapping, Relayed } from '../../relay/mapping'
import { findPeopleByIds } from '../identity'
import { actionWords } from './actions'
import { AuditEvent } from './audit-event.entity'
import { auditIdOf } from './relayed'

/** DICOM: a patient's record was accessed. */
const type = { system: 'http://dicom.nema.org/resources/ontology/DCM', code: '110110', display: 'Patient Record' }
const reads =
  /\.(list|list-people|list-appeals|take-case|usages|accesses|search|blocks|export|verify|data-copy|find|view|show|read|records|complaints)$/

const resourceOf = (row: AuditEvent, platformId: string): FhirAuditEvent => ({
  resourceType: 'AuditEvent',
  type,
  subtype: [{ system: 'urn:county-health:code:action', code: row.action, display: actionWords(row.action) }],
  action: reads.test(row.action) ? 'R' : 'U',
  recorded: row.at.toISOString(),
  outcome: '0',
  ...(row.purpose && { purposeOfEvent: [{ text: row.purpose }] }),
  agent: [
    {
      requestor: true,
      role: [{ text: row.role ?? 'system' }],
      altId: row.accountId ?? 'system',
      ...(row.institutionId && { who: { reference: `Organization/${row.institutionId}` } }),
    },
  ],
  source: { observer: { display: '居民健康服务小程序' } },
  entity: [{ what: { reference: `Patient/${platformId}` } }],
})

export const accessMapping: Mapping = {
  kind: 'access',
  resourceType: 'AuditEvent',
  identifierSystem: identifierSystems.audit,
  async toResources({ db }, events) {
    const rows = await db.manager.findBy(AuditEvent, { auditId: In(events.map(e => auditIdOf(e.id))) })
    const people = await findPeopleByIds(
      db,
      rows.flatMap(row => (row.personId ? [row.personId] : [])),
    )
    const resources = new Map<string, Relayed>()
    for (const event of events) {
      const row = rows.find(r => String(r.auditId) === auditIdOf(event.id))
      const person = row?.personId ? people.get(row.personId) : undefined
      if (row && person) resources.set(event.eventId, resourceOf(row, person.platformId))
    }
    return resources
  },
}
