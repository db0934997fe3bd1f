/**
 * How a module tells the relay what its events look like in FHIR R4. The relay itself adds our identifier and the
 * version to every resource, so that a module writes only what it knows.
 */
import type {
  Appointment,
  AuditEvent,
  Communication,
  Condition,
  Consent,
  DocumentReference,
  Encounter,
  Invoice,
  PaymentNotice,
  QuestionnaireResponse,
  RelatedPerson,
} from '@medplum/fhirtypes'
import type { DataSource } from 'typeorm'
import type { Config } from '../config'
import type { FieldCipher } from '../security/field-cipher'

export interface RelayedEvent {
  eventId: string
  /** Id of the business row. */
  id: string
  version: number
  /** As enqueued: what changed with this version (a status word). Older than the row may be by now. */
  data: Record<string, unknown>
  at: Date
}

export type Relayed =
  | Appointment
  | AuditEvent
  | Communication
  | Condition
  | Consent
  | DocumentReference
  | Encounter
  | Invoice
  | PaymentNotice
  | QuestionnaireResponse
  | RelatedPerson
export interface MappingParts {
  db: DataSource
  cipher: FieldCipher
  config: Config
}

/** A business row as it stands here, for reconciliation. */
export interface Standing {
  id: string
  version: number
  data: Record<string, unknown>
}

export interface Mapping {
  /** Kind of outbox event: `appointment`. */
  kind: string
  resourceType: Relayed['resourceType']
  /** System of our identifier; its value is the business row's id. */
  identifierSystem: string
  /**
   * The resources as of each event, by event id, in few queries for many events. References are logical ids of the
   * platform (`Patient/<platformId>`). An event left out has nothing to tell and counts as delivered.
   */
  toResources(parts: MappingParts, events: RelayedEvent[]): Promise<Map<string, Relayed>>
  /** Rows last changed in `[from, to)`. Left out where the outbox alone is the record. */
  standing?(db: DataSource, from: Date, to: Date): Promise<Standing[]>
}
