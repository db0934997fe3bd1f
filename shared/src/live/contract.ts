/**
 * 实时通知: what phone and server say to each other over the socket at `livePath`, one JSON message a frame.
 * The socket only says that there is something new; what it is, is asked over HTTP, which is the truth. Whoever has no
 * socket asks from time to time and misses nothing.
 */
import * as z from 'zod/mini'
import { Count, Id, Instant } from '../kernel/schemas'

export const livePath = '/api/live'

/** Bytes that one message of the phone may have. */
export const liveMessageBytes = 4096

/** The two who speak in a consultation: those who may act for the person, and the doctor responsible for it. */
export const Side = z.enum(['resident', 'doctor'])
export type Side = z.infer<typeof Side>

/** From the phone. No token is ever in the address: it would stand in logs. */
export const LiveRequest = z.discriminatedUnion('type', [
  /** The first message, within seconds; said again with a new access token before the old one ends. */
  z.object({ type: z.literal('sign_in'), token: z.string().check(z.minLength(1), z.maxLength(2048)) }),
  /** I am writing; while it goes on, said every few seconds. */
  z.object({ type: z.literal('typing'), consultationId: Id, as: Side }),
  /** Is anybody there? Answered by `pong`: pages cannot send a protocol ping. */
  z.object({ type: z.literal('ping') }),
])
export type LiveRequest = z.infer<typeof LiveRequest>

/** What happened, told to those whom it concerns. */
export const LiveEvent = z.discriminatedUnion('type', [
  /** There are messages up to `seq`. */
  z.object({ type: z.literal('news'), consultationId: Id, seq: Count }),
  /** One side has received messages up to `delivered` and read up to `read`. */
  z.object({ type: z.literal('receipt'), consultationId: Id, side: Side, delivered: Count, read: Count }),
  /** That side is writing; forgotten after some seconds. */
  z.object({ type: z.literal('typing'), consultationId: Id, side: Side }),
  /** Its status changed: ask again. */
  z.object({ type: z.literal('state'), consultationId: Id }),
  /** The doctor's queue changed: ask again. */
  z.object({ type: z.literal('queue') }),
])
export type LiveEvent = z.infer<typeof LiveEvent>

/** To the phone. One that does not parse comes from a newer server and is to be passed over. */
export const LiveMessage = z.union([
  z.object({ type: z.literal('signed_in'), expiresAt: Instant }),
  z.object({ type: z.literal('pong') }),
  /** Events may have been lost on the way between processes: ask again for what the page shows, within some seconds. */
  z.object({ type: z.literal('missed') }),
  /** Why the server closes now, as a refusal of kernel/errors; `token_expired`: refresh and come again. */
  z.object({ type: z.literal('signed_out'), code: z.enum(['signed_out', 'token_expired', 'account_disabled']) }),
  LiveEvent,
])
export type LiveMessage = z.infer<typeof LiveMessage>

/** Codes by which the server closes (RFC 6455, 7.4): when to come again is said beside each. */
export const liveClose = {
  /** The server stops: come again soon, to another process. */
  leaving: 1001,
  /** Not JSON of this contract: a mistake in the program, do not come again by yourself. */
  notUnderstood: 1008,
  tooLarge: 1009,
  /** The phone is too slow to take what is sent, or the server is in trouble: come again after a while. */
  later: 1013,
  /** After `signed_out`, or nobody signed in: come again with a good token. */
  signedOut: 4401,
  /** More sockets of this account than allowed; this was the oldest: come again when the page is shown anew. */
  replaced: 4409,
  /** Too many messages: come again after a while. */
  tooMany: 4429,
} as const
