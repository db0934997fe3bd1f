/** Every table's entity, by module. */
import { IdempotencyRecord } from './idempotency-record.entity'
import { JobRecord } from '../jobs/job-record.entity'
import { OutboxEvent } from '../relay/outbox-event.entity'

export const entities = [IdempotencyRecord, JobRecord, OutboxEvent]
