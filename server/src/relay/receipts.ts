/** What a person sees of one record's way to the county platform. */
import { type DataSource, In } from 'typeorm'
import type { Receipt } from 'shared/relay/contract'
import type { Tx } from '../db/transaction'
import { OutboxEvent } from './outbox-event.entity'

/** The platform's own words are for the administrator (dead letters): a resident cannot mend what they speak of. */
const refusedWhy = '县平台没有接收这条记录，县级管理员正在处理。您在这里办的事仍然有效。'

const receiptOf = (events: OutboxEvent[]): Receipt => {
  if (events.some(e => e.state === 'dead')) return { state: 'refused', why: refusedWhy }
  if (events.some(e => e.state === 'waiting')) return { state: 'waiting' }
  const last = Math.max(...events.map(e => e.deliveredAt?.getTime() ?? 0))
  return { state: 'delivered', at: new Date(last).toISOString() }
}

/**
 * @param businessKeys `appointment:<id>` …
 * @returns one receipt per key: refused when one of its events was, delivered when all were, else waiting.
 */
export const receiptsOf = async (db: DataSource | Tx, businessKeys: string[]): Promise<Map<string, Receipt>> => {
  const events = businessKeys.length
    ? await db.getRepository(OutboxEvent).findBy({ businessKey: In(businessKeys) })
    : []
  return new Map(
    businessKeys.map(key => {
      const own = events.filter(e => e.businessKey === key)
      return [key, own.length ? receiptOf(own) : { state: 'waiting' }]
    }),
  )
}
