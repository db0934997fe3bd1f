/** The OpenAPI 3.1 document, read from the contracts. */
import { createDocument, type ZodOpenApiObject, type ZodOpenApiOperationObject } from 'zod-openapi'
import * as z from 'zod'
import { type Endpoint, needsIdempotencyKey } from 'shared/kernel/endpoint'
import { type ErrorCode, errors } from 'shared/kernel/errors'
import type { Routes } from './call'

const Problem = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    detail: z.string(),
    code: z.string(),
    details: z.record(z.string(), z.unknown()),
    requestId: z.string(),
  })
  .meta({
    id: 'Problem',
    description: 'RFC 9457 problem; `code` is stable, `detail` is one Chinese sentence for the person',
  })

const commonFor = (e: Endpoint): ErrorCode[] => [
  'validation_failed',
  'too_many_requests',
  'internal',
  'unavailable',
  ...(e.access === 'public' ? [] : (['signed_out', 'token_expired', 'account_disabled'] as const)),
  ...(e.access !== 'public' && !e.access.includes('resident')
    ? (['forbidden', 'second_factor_required'] as const)
    : []),
  ...(needsIdempotencyKey(e) ? (['idempotency_key_required', 'idempotency_key_reused', 'conflict'] as const) : []),
]

/** One response per status, its description listing the codes. */
const refusals = (e: Endpoint) => {
  const byStatus = new Map<number, ErrorCode[]>()
  for (const code of [...(e.errors ?? []), ...commonFor(e)]) {
    const { status } = errors[code]
    byStatus.set(status, [...(byStatus.get(status) ?? []), code])
  }
  return Object.fromEntries(
    [...byStatus].map(([status, codes]) => [
      String(status) as '400',
      { description: [...new Set(codes)].join(', '), content: { 'application/problem+json': { schema: Problem } } },
    ]),
  )
}

/** As OpenAPI 3.1 describes bytes: by their media type alone. */
const bytes = { type: 'string', contentMediaType: 'application/octet-stream' } as const

const bodyOf = (e: Endpoint): ZodOpenApiOperationObject['requestBody'] => {
  if (!e.body) return undefined
  if (!e.upload) return { required: true, content: { 'application/json': { schema: e.body as z.ZodType } } }
  const fields = z.toJSONSchema(e.body as z.ZodType, { io: 'input' }) as {
    properties: Record<string, { type: 'string' }>
    required: string[]
  }
  const properties = { ...fields.properties, file: bytes }
  const required = [...fields.required, 'file']
  return { required: true, content: { 'multipart/form-data': { schema: { type: 'object', properties, required } } } }
}

const done = (e: Endpoint) => {
  if (e.replyType === 'file') return { description: 'Done', content: { '*/*': { schema: bytes } } }
  if (!e.reply) return { description: 'Done' }
  return { description: 'Done', content: { [e.replyType ?? 'application/json']: { schema: e.reply as z.ZodType } } }
}

const operation = (name: string, tag: string, e: Endpoint): ZodOpenApiOperationObject => ({
  operationId: name,
  summary: e.summary,
  tags: [tag],
  security: e.access === 'public' ? [] : [{ accessToken: [] }],
  ...(e.access === 'public' ? {} : { description: `Roles: ${e.access.join(', ')}` }),
  requestParams: {
    ...(e.params ? { path: e.params as z.ZodObject } : {}),
    ...(e.query ? { query: e.query as z.ZodObject } : {}),
    ...(needsIdempotencyKey(e)
      ? { header: z.object({ 'Idempotency-Key': z.string().regex(/^[A-Za-z0-9\-_]{8,64}$/) }) }
      : {}),
  },
  ...(e.body ? { requestBody: bodyOf(e) } : {}),
  responses: {
    [e.reply || e.replyType ? String(e.status ?? 200) : '204']: done(e),
    ...refusals(e),
  },
})

export const openApiDocument = (all: Routes[], tags: string[], serverUrl: string) => {
  const paths: NonNullable<ZodOpenApiObject['paths']> = {}
  all.forEach(({ contract }, i) => {
    for (const [name, e] of Object.entries(contract)) {
      const path = e.path.replace(/:(\w+)/g, '{$1}')
      paths[path] = { ...paths[path], [e.method.toLowerCase()]: operation(name, tags[i]!, e) }
    }
  })
  return createDocument({
    openapi: '3.1.0',
    info: { title: 'County health services', version: '1', license: { name: 'Apache-2.0', identifier: 'Apache-2.0' } },
    servers: [{ url: `${serverUrl}/api` }],
    tags: [...new Set(tags)].map(name => ({ name })),
    components: { securitySchemes: { accessToken: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' } } },
    paths,
  })
}
