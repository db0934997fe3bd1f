import * as z from 'zod/mini'
import { identityContract } from '../identity/contract'
import { ProblemError, createClient, type Incoming } from './client'
import { endpoint } from './endpoint'
import { growing } from './schemas'

const answering = (answer: Incoming) => async () => answer
const contract = {
  list: endpoint({
    method: 'GET',
    path: '/list',
    summary: 'Things',
    access: 'public',
    reply: z.object({ things: z.array(z.object({ kind: growing(['old']), name: z.string() })) }),
  }),
}
const list = (body: unknown, status = 200) => createClient(contract, answering({ status, body })).list({})
const refusal = (asked: Promise<unknown>) =>
  asked.then(
    () => null,
    (error: ProblemError) => error,
  )

test('a newer server’s kinds are read as unknown, its fields are passed over', async () => {
  const things = [
    { kind: 'old', name: 'a' },
    { kind: 'new', name: 'b', more: 1 },
  ]
  expect(await list({ things, next: null })).toEqual({
    things: [
      { kind: 'old', name: 'a' },
      { kind: 'unknown', name: 'b' },
    ],
  })
})

test('who one is can be read whatever kinds of consent, positions and scopes come with a newer server', async () => {
  const me = {
    accountId: '0190a000-0000-7000-8000-000000000001',
    phone: null,
    self: null,
    positions: [
      { role: 'pharmacist', institutionId: 'org-county', institutionName: '云溪县人民医院', practitionerId: null },
    ],
    secondFactor: { required: false, set: false, validUntil: null },
    consents: [{ kind: 'prescription', version: '1', givenAt: '2026-11-22T00:00:00.000Z', withdrawnAt: null }],
    consentVersions: { privacy: '1', health_data: '1', consultation: '1', prescription: '1' },
  }
  const read = await createClient(identityContract, answering({ status: 200, body: me })).me({})
  expect(read.positions[0]!.role).toBe('unknown')
  expect(read.consents[0]!.kind).toBe('unknown')
  expect(read.consentVersions).toEqual({ privacy: '1', health_data: '1', consultation: '1' })
})

test('a reply that cannot be read is told as what it is, not as a failure of what was asked', async () => {
  const problem = await refusal(list({ pages: [] }))
  expect(problem).toBeInstanceOf(ProblemError)
  expect(problem).toMatchObject({
    code: 'app_outdated',
    message: expect.stringContaining('已经办好的不受影响') as string,
  })
  expect(problem!.cause).toBeInstanceOf(z.core.$ZodError)
})

test.each([
  [409, 'bad_request'],
  [503, 'internal'],
])('a code of a newer server (%i) is told in its own sentence', async (status, code) => {
  const body = { code: 'later_rule', detail: '新的规定：请先到卫生院登记。', details: {}, requestId: 'r' }
  expect(await refusal(list(body, status))).toMatchObject({ code, message: body.detail, requestId: 'r' })
})

test('a refusal that is known is told in the words of this version, and one without a body at all too', async () => {
  expect(await refusal(list({ code: 'not_found', detail: '…' }, 404))).toMatchObject({
    code: 'not_found',
    message: expect.stringContaining('没有找到这条记录') as string,
  })
  expect(await refusal(list(null, 502))).toMatchObject({ code: 'internal' })
})
