/** The transactional outbox: the one thing of the relay that rules write to. */
import { v7 as uuid } from 'uuid'
import type { Tx } from '../db/transaction'
import { OutboxEvent } from './outbox-event.entity'

export interface Happened {
  /** Names the mapping to FHIR: `appointment`, `consent`, `proxy`, `access`. */
  kind: string
  /** Id of the business row; events of one row are delivered in order. */
  id: string
  /** The business row's version after the change: 1, 2, 3 … without gaps. */
  version: number
  /** What changed, without private data (a status word, not a name). */
  data: Record<string, unknown>
  at: Date
}

/** Must be called in the transaction that changes the business row. */
export const enqueue = async (tx: Tx, { kind, id, version, data, at }: Happened): Promise<void> => {
  await tx
    .createQueryBuilder()
    .insert()
    .into(OutboxEvent)
    .values({
      eventId: uuid(),
      kind,
      businessKey: `${kind}:${id}`,
      version,
      data: data as never,
      state: 'waiting',
      nextAttemptAt: at,
      createdAt: at,
    })
    .updateEntity(false)
    .execute()
}
