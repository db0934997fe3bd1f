/** What a module's routes.ts is written in: a handler per endpoint of its contract, checked against it. */
import type { IncomingHttpHeaders } from 'node:http'
import type { CommonCode, Problem } from 'shared/kernel/errors'
import type { Contract, Endpoint, Refusal, Reply, Request } from 'shared/kernel/endpoint'
import type { IdempotencyRecord } from '../db/idempotency-record.entity'
import type { Tx } from '../db/transaction'
import type { Position, Session } from '../modules/identity'

export interface Call {
  session: Session
  /** The caller's positions that this endpoint's access names; empty for a resident's endpoint. */
  positions: Position[]
  requestId: string
  /**
   * The one transaction of this request. What `work` returns is the endpoint's reply, and is kept under the caller's
   * idempotency key in the same transaction; a Problem rolls back. `work` may run again after a deadlock, so nothing
   * external is called inside: ask the county platform or WeChat before it. `last` runs after the reply was kept, as the
   * last statements before the commit, and may still refuse: it is where a row that everybody waits for is changed.
   */
  write<T>(work: (tx: Tx) => Promise<T>, last?: (tx: Tx) => Promise<T | undefined>): Promise<T>
  /**
   * For a write that many requests make in one transaction: `join` writes this request's idempotency record (null: it
   * has none) with the rest. @returns what `join` does: false when nothing was written and the request goes on alone.
   */
  share(reply: object, join: (record: IdempotencyRecord | null) => Promise<boolean>): Promise<boolean>
}
/** A public endpoint's call: nobody is signed in; one that another program calls may prove itself by a header. */
export type PublicCall = Omit<Call, 'session' | 'positions' | 'share'> & {
  ip: string
  authorization: string
  headers: IncomingHttpHeaders
  /** The JSON body's bytes as they came: what is signed. */
  raw: Buffer
}

type CallOf<E extends Endpoint> = E['access'] extends 'public' ? PublicCall : Call

export type Handler<E extends Endpoint> = (
  request: Request<E>,
  call: CallOf<E>,
) => Promise<Reply<E> | Problem<Refusal<E> | CommonCode>>

export type Handlers<C extends Contract> = { [K in keyof C]: Handler<C[K]> }

/** A module's endpoints with what answers them. */
export interface Routes {
  contract: Contract
  handlers: Record<string, (request: never, call: never) => Promise<unknown>>
}

/** Does not compile when a handler is missing, or answers what the contract does not allow. */
export const routes = <C extends Contract>(contract: C, handlers: Handlers<C>): Routes => ({
  contract,
  handlers: handlers as unknown as Routes['handlers'],
})
