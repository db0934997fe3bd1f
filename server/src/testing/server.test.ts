import { type TestServer, startTestServer } from './server'
import { newResident, newStaff } from './signed-in'

let server: TestServer
beforeAll(async () => {
  server = await startTestServer()
})
afterAll(() => server.stop())

test('serves over HTTP with a resident and a clerk signed in', async () => {
  expect((await fetch(`${server.base}/healthz`)).status).toBe(200)
  const resident = await newResident(server)
  const { people } = await resident.identity.people({})
  expect(people).toMatchObject([{ basis: 'self', person: { personId: resident.personId } }])
  const clerk = await newStaff(server, { role: 'staff', institutionId: 'org-county' })
  const me = await clerk.identity.me({})
  expect(me.positions).toMatchObject([{ role: 'staff', institutionId: 'org-county' }])
  expect(me.secondFactor.validUntil).not.toBeNull()
})
