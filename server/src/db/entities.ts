/** Every table's entity, by module. */
import { IdempotencyRecord } from './idempotency-record.entity'
import { JobRecord } from '../jobs/job-record.entity'
import { AuditEvent } from '../modules/audit/audit-event.entity'
import { AuditSeal } from '../modules/audit/audit-seal.entity'
import { OutboxEvent } from '../relay/outbox-event.entity'

export const entities = [AuditEvent, AuditSeal, IdempotencyRecord, JobRecord, OutboxEvent]
