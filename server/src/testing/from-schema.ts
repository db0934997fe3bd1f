/** Input read from a contract's own schemas: valid, with known ids where a field asks for one, and spoiled. */
import * as fc from 'fast-check'
import { type $ZodType, toJSONSchema } from 'zod/v4/core'

interface JsonSchema {
  type?: string
  const?: unknown
  enum?: unknown[]
  oneOf?: JsonSchema[]
  anyOf?: JsonSchema[]
  allOf?: JsonSchema[]
  properties?: Record<string, JsonSchema>
  required?: string[]
  items?: JsonSchema
  minItems?: number
  maxItems?: number
  pattern?: string
  format?: string
  minimum?: number
  maximum?: number
  minLength?: number
  maxLength?: number
}

/** Ids by field name: `personId` aims at somebody's person. */
export type Known = Record<string, string>

const text = ({ format, pattern, minLength = 0, maxLength = 40 }: JsonSchema): fc.Arbitrary<unknown> => {
  if (format === 'date') return fc.constantFrom('2026-12-01', '2027-02-28')
  if (format === 'date-time') return fc.constant('2026-12-01T00:00:00.000Z')
  if (format === 'uuid') return fc.uuid({ version: 7 })
  if (pattern?.startsWith('^[\\x21')) return fc.stringMatching(/^[\x21-\x7e]{8,64}$/)
  if (pattern && !pattern.includes('\\p{')) return fc.stringMatching(new RegExp(pattern))
  return fc.stringMatching(/^[一-龥]+$/, { size: 'xsmall' }).map(s => s.padEnd(minLength, '好').slice(0, maxLength))
}

const whole = ({ minimum = 0, maximum = 100 }: JsonSchema) =>
  fc.integer({ min: Math.ceil(minimum), max: Math.min(maximum, 1_000_000) })

const fields = (schema: JsonSchema, known: Known): fc.Arbitrary<unknown> => {
  const of = (name: string, field: JsonSchema): fc.Arbitrary<unknown> => {
    const id = known[name] ?? known[name.replace(/s$/, '')]
    if (id === undefined) return arbitrary(field, known)
    return fc.constant(field.type === 'array' ? [id] : id)
  }
  const entries = Object.entries(schema.properties ?? {}).map(([name, field]) => [name, of(name, field)] as const)
  return fc.record(Object.fromEntries(entries), { requiredKeys: schema.required ?? [] })
}

const arbitrary = (schema: JsonSchema, known: Known): fc.Arbitrary<unknown> => {
  const either = schema.oneOf ?? schema.anyOf
  if (either) return fc.oneof(...either.map(s => arbitrary(s, known)))
  if (schema.allOf) return arbitrary(Object.assign({}, ...schema.allOf) as JsonSchema, known)
  if ('const' in schema) return fc.constant(schema.const)
  if (schema.enum) return fc.constantFrom(...schema.enum)
  if (schema.type === 'object') return fields(schema, known)
  if (schema.type === 'array')
    return fc.array(arbitrary(schema.items ?? {}, known), { minLength: schema.minItems ?? 0, maxLength: 3 })
  if (schema.type === 'string') return text(schema)
  if (schema.type === 'integer' || schema.type === 'number') return whole(schema)
  if (schema.type === 'boolean') return fc.boolean()
  return fc.constant(null)
}

/** Valid input of a schema, with `known` ids in the fields of that name. */
export const validInput = (schema: $ZodType, known: Known = {}): fc.Arbitrary<unknown> =>
  arbitrary(toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as JsonSchema, known)

/** Names of the fields that a schema has, at any depth. */
export const fieldNames = (schema: $ZodType | undefined): string[] => {
  const walk = (s: JsonSchema): string[] => [
    ...Object.entries(s.properties ?? {}).flatMap(([name, field]) => [name, ...walk(field)]),
    ...[...(s.oneOf ?? []), ...(s.anyOf ?? []), ...(s.items ? [s.items] : [])].flatMap(walk),
  ]
  return schema ? walk(toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as JsonSchema) : []
}

const nasty: unknown[] = [
  null,
  true,
  -1,
  1e308,
  0.5,
  '',
  ' ',
  "' OR 1=1 -- ",
  '"; DROP TABLE person; --',
  '../../etc/passwd',
  '${7*7}{{7*7}}',
  'a'.repeat(5_000),
  '\u0000',
  '\ud800',
  '😀'.repeat(40),
  [],
  {},
  [[[]]],
  { $gt: '' },
  { toString: 1 },
  '2026-02-30',
  '9999999999999999999999',
]

/** Valid input in which one field is replaced by something nasty, taken away, or joined by fields nobody asked for. */
export const spoiledInput = (schema: $ZodType, known: Known = {}): fc.Arbitrary<unknown> =>
  fc.tuple(validInput(schema, known), fc.constantFrom(...nasty), fc.nat(), fc.nat(3)).map(([input, bad, at, way]) => {
    const names = Object.keys(input as object)
    if (way === 0 || !names.length) return bad
    const name = names[at % names.length]!
    const { [name]: _taken, ...rest } = input as Record<string, unknown>
    if (way === 1) return rest
    return { ...rest, [name]: bad, role: 'administrator', accountId: 'x', ['__proto__']: { admin: true } }
  })
