import SwaggerParser from '@apidevtools/swagger-parser'
import { appointmentRulesContract } from 'shared/appointments/rules-contract'
import { appointmentsContract } from 'shared/appointments/contract'
import { deskContract } from 'shared/appointments/desk-contract'
import { attachmentsContract } from 'shared/attachments/contract'
import { wechatEventsContract } from 'shared/attachments/wechat-events-contract'
import { auditContract } from 'shared/audit/contract'
import { directoryContract } from 'shared/directory/contract'
import { healthCardContract } from 'shared/health-card/contract'
import { identityContract } from 'shared/identity/contract'
import { identityStaffContract } from 'shared/identity/staff-contract'
import type { Contract } from 'shared/kernel/endpoint'
import { relayContract } from 'shared/relay/contract'
import { openApiDocument } from './document'

const contracts: Record<string, Contract> = {
  identity: identityContract,
  'identity-staff': identityStaffContract,
  'health-card': healthCardContract,
  directory: directoryContract,
  appointments: appointmentsContract,
  desk: deskContract,
  rules: appointmentRulesContract,
  attachments: attachmentsContract,
  'wechat-events': wechatEventsContract,
  audit: auditContract,
  relay: relayContract,
}
const document = () =>
  openApiDocument(
    Object.values(contracts).map(contract => ({ contract, handlers: {} })),
    Object.keys(contracts),
    'https://county.example',
  )

test('the OpenAPI document is valid OpenAPI 3.1', async () => {
  const validated = await SwaggerParser.validate(JSON.parse(JSON.stringify(document())))
  expect(validated).toMatchObject({ openapi: '3.1.0' })
})

test('every endpoint of every contract stands in the document, once', () => {
  const named = Object.values(document().paths ?? {}).flatMap(path =>
    Object.values(path as Record<string, { operationId?: string }>).map(operation => operation.operationId),
  )
  const declared = Object.values(contracts).flatMap(contract => Object.keys(contract))
  expect(named.sort()).toEqual(declared.sort())
})

test('no two endpoints share a method and path', () => {
  const keys = Object.values(contracts).flatMap(c =>
    Object.values(c).map(e => `${e.method} ${e.path.replace(/:\w+/g, ':')}`),
  )
  expect(new Set(keys).size).toBe(keys.length)
})

test('an upload is a form with a file, a file is bytes', () => {
  const { paths } = JSON.parse(JSON.stringify(document())) as {
    paths: Record<string, Record<string, { requestBody?: { content: object }; responses: object }>>
  }
  expect(paths['/attachments']!.post!.requestBody!.content).toEqual({
    'multipart/form-data': {
      schema: {
        type: 'object',
        properties: {
          kind: { type: 'string', enum: ['picture', 'sound'] },
          file: { type: 'string', contentMediaType: 'application/octet-stream' },
        },
        required: ['kind', 'file'],
      },
    },
  })
  expect(paths['/files/{token}']!.get!.responses).toMatchObject({
    200: { content: { '*/*': { schema: { contentMediaType: 'application/octet-stream' } } } },
  })
})
