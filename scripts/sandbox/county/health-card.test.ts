import { type CountySandbox } from './sandbox'
import { type Ask, type Json, signIn, startSmallCounty } from './testing'

let county: CountySandbox
let ask: Ask
let clock = Date.parse('2026-11-23T01:00:00Z')

beforeAll(async () => {
  county = await startSmallCounty({ now: () => clock })
  ask = await signIn(county.url)
})
afterAll(() => county.stop())

const person = 'pat-chen-guilan'
const act = (operation: string, id = person) => ask('POST', `/Patient/${id}/${operation}`)
const parameter = (body: Json, name: string): Json => {
  const found = body.parameter.find((item: Json) => item.name === name)
  return (
    found?.valueString ??
    found?.valueCode ??
    found?.valueInstant ??
    found?.valueInteger ??
    found?.valueReference?.reference
  )
}
const newCode = async (): Promise<string> => parameter((await act('$health-card-code')).body, 'code')
const verify = async (code: string): Promise<Json> => {
  const parameters = [
    { name: 'code', valueString: code },
    { name: 'institution', valueReference: { reference: 'Organization/org-county' } },
    { name: 'step', valueString: '取号' },
  ]
  return (await ask('POST', '/Patient/$verify-health-card', { resourceType: 'Parameters', parameter: parameters })).body
}
const outcome = async (code: string): Promise<string> => parameter(await verify(code), 'outcome')

it('has no card before it is opened, and one card however often it is opened', async () => {
  expect((await act('$health-card-code', 'pat-wang-defu')).status).toBe(404)
  expect((await act('$health-card-open', 'nobody')).status).toBe(404)
  const first = await act('$health-card-open')
  const second = await act('$health-card-open')
  expect(parameter(first.body, 'status')).toBe('active')
  expect(parameter(second.body, 'cardNumber')).toBe(parameter(first.body, 'cardNumber'))
})

it('issues a code of the known shape that is valid once and names the person', async () => {
  const { body } = await act('$health-card-code')
  const code = parameter(body, 'code')
  expect(code).toMatch(/^[0-9a-f]{64}:\d$/)
  expect(Date.parse(parameter(body, 'expires')) - clock).toBe(60_000)
  const first = await verify(code)
  expect([parameter(first, 'outcome'), parameter(first, 'patient')]).toEqual(['valid', `Patient/${person}`])
  expect(await outcome(code)).toBe('used')
})

it('ends a code after its time, and as soon as a newer one is issued', async () => {
  const late = await newCode()
  clock += 60_000
  expect(await outcome(late)).toBe('expired')
  const older = await newCode()
  const newer = await newCode()
  expect([await outcome(older), await outcome(newer)]).toEqual(['expired', 'valid'])
})

it('knows a forged code, down to one changed digit', async () => {
  const code = await newCode()
  const changed = (code[0] === '0' ? '1' : '0') + code.slice(1)
  expect(await outcome(changed)).toBe('forged')
  expect(await outcome(`${'ab'.repeat(32)}:1`)).toBe('forged')
  expect(await outcome('not a code')).toBe('forged')
  expect(parameter(await verify(changed), 'patient')).toBeUndefined()
  expect(await outcome(code)).toBe('valid')
})

it('voids a frozen card until it is unfrozen', async () => {
  const code = await newCode()
  await act('$health-card-freeze')
  expect(await outcome(code)).toBe('void')
  expect((await act('$health-card-code')).status).toBe(409)
  await act('$health-card-unfreeze')
  expect(await outcome(code)).toBe('valid')
})

it('voids every old medium by a re-issue, and keeps the card number', async () => {
  const before = await act('$health-card-open')
  const old = await newCode()
  const after = await act('$health-card-reissue')
  expect(await outcome(old)).toBe('void')
  expect(parameter(after.body, 'cardNumber')).toBe(parameter(before.body, 'cardNumber'))
  expect(parameter(after.body, 'medium')).toBe(parameter(before.body, 'medium') + 1)
  expect(await outcome(await newCode())).toBe('valid')
})

it('lets one of many simultaneous verifications win', async () => {
  const code = await newCode()
  const outcomes = await Promise.all(Array.from({ length: 10 }, () => outcome(code)))
  expect(outcomes.filter(word => word === 'valid')).toHaveLength(1)
  expect(outcomes.filter(word => word === 'used')).toHaveLength(9)
})

it('asks which institution verifies', async () => {
  const body = { resourceType: 'Parameters', parameter: [{ name: 'code', valueString: await newCode() }] }
  expect((await ask('POST', '/Patient/$verify-health-card', body)).status).toBe(400)
})
