/** The transactional outbox: the one thing of the relay that rules write to. */
import type { QueryRunner } from 'typeorm'
import { v7 as uuid } from 'uuid'
import { insertRows } from '../db/insert-rows'
import type { Tx } from '../db/transaction'

export interface Happened {
  /** Names the mapping to FHIR: `appointment`, `consent`, `proxy`, `access`, `invoice`, `payment`, `refund`. */
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
  event_id: uuid(),
  kind,
  business_key: `${kind}:${id}`,
  version,
  data: JSON.stringify(data),
  state: 'waiting',
  next_attempt_at: at,
  created_at: at,
})

/** Several at once; must be called in the transaction that changes the business rows. */
export const enqueueAll = async (tx: Tx, all: Happened[]): Promise<void> => {
  if (!all.length) return
  await insertRows(tx, 'outbox_event', all.map(rowOf))
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
