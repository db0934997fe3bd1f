/** The words every contract is made of. */
import * as z from 'zod/mini'

/** Our own public ids: UUID version 7, time-ordered and unguessable; as we write them, whatever case they came in. */
export const Id = z.uuid().check(z.toLowerCase())
/** Ids of what the county platform owns (institutions, doctors, sessions, slots): FHIR's `id` type. */
export const PlatformId = z.string().check(z.regex(/^[A-Za-z0-9\-.]{1,64}$/))
/** In whose name staff act: needed of those who work at several institutions, else their only one. */
export const ActingAt = z.optional(PlatformId)
/** A day of the county's calendar, `2026-11-22`. */
export const Day = z.iso.date()
/** A clock time of the county, `09:30`. */
export const ClockTime = z.string().check(z.regex(/^([01]\d|2[0-3]):[0-5]\d$/))
/** An instant, UTC, `2026-11-22T01:30:00.000Z`. */
export const Instant = z.iso.datetime({ precision: 3 })
/** Money in integer fen. */
export const Fen = z.int().check(z.gte(0))
export const Count = z.int().check(z.gte(0))
// Something of it can be seen: what is made of zero-width characters alone is no reason and no diagnosis.
const line = /^(?=[^]*[\p{L}\p{N}\p{P}\p{S}])[^\p{Cc}]*$/u
const lines = /^(?=[^]*[\p{L}\p{N}\p{P}\p{S}])(?:[^\p{Cc}]|\n)*$/u
/** Words a person writes: trimmed, no control characters. */
export const words = (min: number, max: number) =>
  z.string().check(z.trim(), z.minLength(min), z.maxLength(max), z.regex(line))
/** A reason or a statement: may hold line breaks. */
export const statement = (min: number, max: number) =>
  z.string().check(z.trim(), z.minLength(min), z.maxLength(max), z.regex(lines))
/** A secret as it stands in a code or token: printable ASCII, bounded. */
export const Secret = z.string().check(z.regex(/^[\x21-\x7e]{1,512}$/))
/** A mainland mobile number. */
export const Phone = z.string().check(z.regex(/^1\d{10}$/))
/**
 * Of a reply: an enumeration that a later version of the server may extend. A phone of this version reads what it does
 * not know as `unknown` and goes on with the rest (docs/adr/0018).
 */
export const growing = <const V extends readonly string[]>(values: V) =>
  z.catch(z.enum([...values, 'unknown']), 'unknown')
export const flag = z.stringbool({ truthy: ['true'], falsy: ['false'] })
