/** The server takes what the phone holds no more: in WeChat nobody is asked to sign in again who need not be. */
import { ask } from 'server/testing/client'
import { newClinic } from 'server/testing/clinic'
import { type TestServer, startTestServer } from 'server/testing/server'
import { type Resident, newResident } from 'server/testing/signed-in'
import { phoneOf, signedInBefore, writesOf } from './stack'

let server: TestServer
beforeAll(async () => {
  server = await startTestServer()
}, 60_000)
afterAll(() => server?.stop())

/** A refresh token that comes twice was copied: the server ends the family, and with it the session of this phone. */
const endFamily = async ({ tokens }: Resident) => {
  const body = { refreshToken: tokens.refreshToken }
  expect((await ask(server.base, 'POST', '/sign-in/refresh', { body })).status).toBe(200)
  expect((await ask(server.base, 'POST', '/sign-in/refresh', { body })).status).toBe(401)
}

test('the session was ended: the phone signs in again by itself, once for all who wait, and shows the page', async () => {
  const resident = await newResident(server)
  await endFamily(resident)
  const app = phoneOf(server, resident.personaId, { storage: signedInBefore(resident) })
  await app.launch('/pages/home/index')
  await app.sees('看病、取药都出示它')
  await app.sees(`本人 ${resident.onFile.name.slice(0, 1)}`)
  expect(writesOf(app, '/api/sign-in').map(({ status }) => status)).toEqual([200])
  expect(app.stack.map(({ route }) => route)).toEqual(['pages/home/index'])
  expect(app.phone.storage.get('session')).not.toMatchObject(resident.tokens)
})

test('it ends between choosing and booking: the tap books, once', async () => {
  const resident = await newResident(server)
  const { sessionId, slotId } = await (await newClinic(server)).addSession()
  const app = phoneOf(server, resident.personaId, { storage: signedInBefore(resident) })
  await app.launch(`/packages/resident/booking/confirm?sessionId=${sessionId}&slotId=${slotId}`)
  await app.sees('8:00–8:30')
  await app.settled()
  await endFamily(resident)
  await app.tap('确认预约')
  await app.sees('号给您留好了')
  expect(writesOf(app, '/api/sign-in')).toHaveLength(1)
  expect(writesOf(app, '/api/appointments').map(({ status }) => status)).toEqual([401, 201])
})

test('WeChat says nothing or another refusal: the sign-in page, which leads back', async () => {
  const resident = await newResident(server)
  await endFamily(resident)
  const silent = async () => Promise.reject(new Error('login:fail'))
  const app = phoneOf(server, resident.personaId, { storage: signedInBefore(resident), loginCode: silent })
  await app.launch('/packages/resident/appointments/list')
  await app.sees('先看看，不登录')
  expect(app.stack.at(-1)?.options.next).toBe(encodeURIComponent('/packages/resident/appointments/list'))
  expect(app.phone.storage.has('session')).toBe(false)
})

test('the network goes in the middle of it: nothing is forgotten, and it succeeds when the network is back', async () => {
  const resident = await newResident(server)
  await endFamily(resident)
  const app = phoneOf(server, resident.personaId, { storage: signedInBefore(resident) })
  app.phone.loginCode = async () => {
    app.phone.online = false
    return server.wechat.loginCode(resident.personaId)
  }
  await app.launch('/packages/resident/appointments/list')
  await app.sees('网络不通')
  expect(app.phone.storage.get('session')).toMatchObject(resident.tokens)
  app.phone.loginCode = () => server.wechat.loginCode(resident.personaId)
  app.online(true)
  await app.tap('再试一次')
  await app.sees('没有要去的预约')
})

test('who signed out stays signed out', async () => {
  const resident = await newResident(server)
  const app = phoneOf(server, resident.personaId, { storage: signedInBefore(resident) })
  await app.launch('/pages/me/index')
  await app.tap('退出登录')
  await app.sees('要退出登录吗？')
  await app.tap('退出登录', -1)
  await app.sees('已退出登录')
  await app.open('/packages/resident/appointments/list')
  await app.sees('先看看，不登录')
  expect(writesOf(app, '/api/sign-in')).toEqual([])
})
