import { type WechatSandbox } from './start'
import { askAsServer, startForTest } from './testing'

let sandbox: WechatSandbox
beforeAll(async () => {
  sandbox = await startForTest()
})
afterAll(() => sandbox.stop())

const draw = async (body: object) => {
  const token = await askAsServer(sandbox).token()
  return fetch(`${sandbox.url}/wxa/getwxacodeunlimit?access_token=${token}`, {
    method: 'POST',
    body: JSON.stringify(body),
  })
}

it('answers a picture', async () => {
  const response = await draw({ scene: 'i=H1&d=12', page: 'pages/one/index', width: 280 })
  expect(response.headers.get('content-type')).toBe('image/png')
  const picture = Buffer.from(await response.arrayBuffer())
  expect(picture.subarray(1, 4).toString()).toBe('PNG')
  expect(picture.readUInt32BE(16)).toBe(280)
})

it.each([
  [{ scene: 'x'.repeat(33) }, 40169],
  [{ scene: '' }, 40169],
  [{ scene: '就诊' }, 40129],
  [{ scene: 'a', page: '/pages/one/index' }, 41030],
  [{ scene: 'a', page: 'pages/one/index?id=1' }, 41030],
  [{ scene: 'a', width: 9999 }, 40097],
  [{ scene: 'a', env_version: 'beta' }, 40097],
])('answers %j in JSON with %i', async (body, errcode) => {
  const response = await draw(body)
  expect(response.status).toBe(200)
  expect(await response.json()).toMatchObject({ errcode })
})
