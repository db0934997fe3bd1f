/** The transactional outbox: the one thing of the relay that rules write to. */
import type { QueryRunner } from 'typeorm'
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

const happened = 'relayHappened'

const rowOf = ({ kind, id, version, data, at }: Happened) => ({
  eventId: uuid(),
  kind,
  businessKey: `${kind}:${id}`,
  version,
  data: data as never,
  state: 'waiting' as const,
  nextAttemptAt: at,
  createdAt: at,
})

/** Several at once; must be called in the transaction that changes the business rows. */
export const enqueueAll = async (tx: Tx, all: Happened[]): Promise<void> => {
  if (!all.length) return
  await tx.createQueryBuilder().insert().into(OutboxEvent).values(all.map(rowOf)).updateEntity(false).execute()
  if (tx.queryRunner) tx.queryRunner.data[happened] = true
}

/** Must be called in the transaction that changes the business row. */
export const enqueue = (tx: Tx, one: Happened): Promise<void> => enqueueAll(tx, [one])

/** Whether the transaction that this connection just ended wrote to the outbox; answers `true` once. */
export const hasHappened = ({ data }: QueryRunner): boolean => {
  const did = data[happened] === true
  delete data[happened]
  return did
}
