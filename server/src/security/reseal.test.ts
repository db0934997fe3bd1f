import { randomBytes } from 'node:crypto'
import { type TestServer, startTestServer } from '../testing/server'
import { newResident } from '../testing/signed-in'
import { clientsOf } from '../testing/client'

const key = () => randomBytes(32).toString('base64')
const [k1, k2, INDEX_KEY, ACCESS_TOKEN_KEY] = [key(), key(), key(), key()]
const servers: TestServer[] = []
const start = async (DATA_KEYS: string): Promise<TestServer> => {
  const environment = { DATA_KEYS, INDEX_KEY, ACCESS_TOKEN_KEY }
  const server = await startTestServer({ environment, keepData: servers.length > 0 })
  servers.push(server)
  return server
}
afterAll(() => Promise.all(servers.map(s => s.stop())))

test('after the job has sealed everything anew, the old key can be thrown away', async () => {
  const before = await start(`k1:${k1}`)
  const resident = await newResident(before)
  const me = await resident.identity.me({})

  const rotating = await start(`k2:${k2},k1:${k1}`)
  expect((await clientsOf(rotating.base, resident.tokens).identity.me({})).self).toEqual(me.self)
  await rotating.runJob('identity-reseal')

  const after = await start(`k2:${k2}`)
  expect(await clientsOf(after.base, resident.tokens).identity.me({})).toEqual(me)
  const [row] = await after.db.query('SELECT name, identity_number, phone FROM person WHERE person_id = ?', [
    resident.personId,
  ])
  for (const sealed of Object.values(row)) expect(sealed).toMatch(/^k2\./)
})
