/** WeChat's privacy check: nothing private before the person agreed to our notice, by WeChat's own button. */
import { newClinic } from 'server/testing/clinic'
import { type TestServer, startTestServer } from 'server/testing/server'
import { newcomer, newResident } from 'server/testing/signed-in'
import { phoneOf, signedInBefore, writesOf } from './stack'

let server: TestServer
beforeAll(async () => {
  server = await startTestServer()
}, 60_000)
afterAll(() => server?.stop())

test('the phone number: who does not agree goes on without, who agrees gets on, and is not asked twice', async () => {
  const who = await newcomer(server)
  const app = phoneOf(server, who.personaId, { storage: signedInBefore(who), privacyNeeded: true })
  await app.launch('/packages/resident/identity/register')
  await app.tap('用微信绑定手机号')
  await app.sees('先看一下隐私说明')
  await app.tap('不同意')
  await app.sees('没有拿到手机号')
  expect(app.words()).not.toContain('先看一下隐私说明')
  expect(writesOf(app)).toEqual([])

  await app.tap('用微信绑定手机号')
  await app.tap('同意，继续办')
  await app.sees('您叫什么名字？')
  expect((await who.identity.me({})).phone).not.toBeNull()
  expect(app.phone.privacyNeeded).toBe(false)
})

test('the place: the list can be read without it, and is sorted by distance with it', async () => {
  await newClinic(server)
  const resident = await newResident(server)
  const app = phoneOf(server, resident.personaId, { storage: signedInBefore(resident), privacyNeeded: true })
  await app.launch('/packages/resident/booking/institutions')
  await app.tap('按离我远近排')
  await app.tap('不同意')
  await app.sees('云溪县青石镇上街1号')
  await app.tap('按离我远近排')
  await app.tap('看完整的隐私说明')
  await app.sees('隐私')
  expect(app.stack.at(-1)?.route).toBe('pages/privacy/index')
  expect(app.phone.privacyNeeded).toBe(true)
})
