/**
 * What an endpoint is: data from which the server's routes, the OpenAPI document and the phone's client are read.
 * Nothing here knows Koa, Taro or a network.
 */
import type { $ZodType, input, output } from 'zod/v4/core'
import type { ErrorCode } from './errors'

/** Everyone who is signed in is a `resident`; the others are granted per institution and need a second factor. */
export const roles = ['resident', 'doctor', 'staff', 'administrator'] as const
export type Role = (typeof roles)[number]

export type Method = 'GET' | 'POST' | 'PUT' | 'DELETE'

export interface Endpoint {
  readonly method: Method
  /** Below the API's base (`/api`), parameters as `:name`. */
  readonly path: string
  /** One English line for the OpenAPI document. */
  readonly summary: string
  /** `public`, or the roles of which the caller must hold one (deny by default). */
  readonly access: 'public' | readonly Role[]
  readonly params?: $ZodType
  readonly query?: $ZodType
  readonly body?: $ZodType
  /** Absent: the reply is 204 without a body. */
  readonly reply?: $ZodType
  /** Status of a reply with a body, 200 unless told. */
  readonly status?: 200 | 201
  /** `true`: the body comes as multipart/form-data with one file (part `file`); the schema is of the other fields. */
  readonly upload?: true
  /** Of a reply that is not JSON: a media type, the reply schema is then a string; or `file`: bytes, without a schema. */
  readonly replyType?: 'text/csv' | 'text/html' | 'text/plain' | 'file'
  /** The refusals this endpoint adds to those that any endpoint may answer. */
  readonly errors?: readonly ErrorCode[]
  /**
   * Every write takes an `Idempotency-Key`. `none` only where a repeat is harmless by nature or where the reply is a
   * secret that must not be kept (sign-in, tokens, card codes). `late` where the handler asks nothing of anybody else
   * before it writes, so that a repeat may run it again: the key is then looked up only when the handler refused or
   * found it taken, which spares the rush at the release hour one question for each request.
   */
  readonly idempotency?: 'none' | 'late'
  /** Which rate limit guards it besides: guessing a secret and uploading are allowed far less often than reading a list. */
  readonly limit?: 'guess' | 'upload'
}

/** The one file of an upload. Its name and declared type are not here: neither proves anything. */
export interface UploadedFile {
  bytes: Uint8Array
}
/** Bytes to show, not to keep. */
export interface ShownFile {
  bytes: Uint8Array
  /** Media type that is certain, never one that an uploader claimed. */
  type: string
}

export type Contract = Readonly<Record<string, Endpoint>>

/** Keeps the literal types of an endpoint. */
export const endpoint = <const E extends Endpoint>(e: E): E => e

type In<S> = S extends $ZodType ? input<S> : undefined
type Out<S> = S extends $ZodType ? output<S> : undefined

/** What a handler is given: parsed. */
export interface Request<E extends Endpoint> {
  params: Out<E['params']>
  query: Out<E['query']>
  body: Out<E['body']>
  file: E['upload'] extends true ? UploadedFile : undefined
}
/** What a handler gives back, before it is stripped to the contract. */
export type Reply<E extends Endpoint> = E['replyType'] extends 'file'
  ? ShownFile
  : E['reply'] extends $ZodType
    ? input<E['reply']>
    : void
/** What a client receives. */
export type Received<E extends Endpoint> = E['reply'] extends $ZodType ? output<E['reply']> : undefined
/** The refusals a handler of this endpoint may answer. */
export type Refusal<E extends Endpoint> = E extends { errors: readonly (infer C extends ErrorCode)[] } ? C : never

type Part<K extends string, S> = S extends $ZodType
  ? Partial<In<S>> extends In<S>
    ? { [P in K]?: In<S> }
    : { [P in K]: In<S> }
  : unknown
/** What a caller gives: only the parts the endpoint has. */
export type Call<E extends Endpoint> = Part<'params', E['params']> &
  Part<'query', E['query']> &
  Part<'body', E['body']> &
  (E['upload'] extends true ? { file: LocalFile } : unknown)

/** A file on its way to the server: the path that the phone gave it (`Taro.uploadFile`), or its bytes. */
export type LocalFile = string | Uint8Array

/** `true` on a GET that nobody asked for by hand: a page that refreshes itself. It keeps no working period alive. */
export const automaticHeader = 'X-Automatic-Refresh'

export const isWrite = (e: Endpoint): boolean => e.method !== 'GET'
export const needsIdempotencyKey = (e: Endpoint): boolean => isWrite(e) && e.idempotency !== 'none'
