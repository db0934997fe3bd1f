import { createHarness } from './harness'

/** Nothing listens there: what every page says when its server cannot be reached. */
const nowhere = 'http://127.0.0.1:9'

it('boots and shows the first page to somebody who is not signed in', async () => {
  const app = createHarness({ server: nowhere })
  await app.launch('/pages/home/index')
  await app.sees('登录后就能办')
  await app.sees('急救请打 120')
  expect(app.phone.requests).toEqual([])
})

it('goes to sign-in, asks for the privacy notice first, and says that the network is gone', async () => {
  const app = createHarness({ server: nowhere, loginCode: async () => 'code-1' })
  await app.launch('/pages/home/index')
  await app.tap('微信登录')
  await app.sees('先看看，不登录')
  await app.tap('微信登录', -1)
  await app.sees('请先勾选')
  expect(app.phone.requests).toEqual([])
  await app.tap('我看过并同意隐私说明')
  await app.tap('微信登录', -1)
  await app.sees('网络不通')
  expect(app.phone.requests[0]).toMatchObject({ method: 'POST', path: '/api/sign-in' })
})

it('makes everything larger in elder mode, and keeps to WeChat’s own larger font', async () => {
  const app = createHarness({ server: nowhere })
  await app.launch('/pages/home/index')
  await app.tap('长辈版')
  await app.sees('回到普通版')
  const root = app.stack[0]?.data.root.cn[0]
  expect(root?.cl).toContain('elder')
  expect(root?.st).toContain('--f: 1.42')

  const large = createHarness({ server: nowhere, fontSizeScaleFactor: 1.6 })
  await large.launch('/pages/home/index')
  expect(large.stack[0]?.data.root.cn[0]?.st).toContain('--f: 1.60')
})

/** Pages that may be seen signed out. */
const open = [
  'pages/home/index',
  'pages/messages/index',
  'pages/me/index',
  'pages/sign-in/index',
  'pages/privacy/index',
  'pages/not-found/index',
  'packages/resident/identity/help',
]

it('opens every page of the build signed out, sends to sign-in where needed, and stays within WeChat’s limits', async () => {
  const { routes } = createHarness({ server: nowhere })
  for (const route of routes) {
    const app = createHarness({ server: nowhere })
    await app.launch(`/${route}?appointmentId=x`)
    if (!open.includes(route)) await app.sees('先看看，不登录')
    const front = app.stack.at(-1)
    if (!open.includes(route)) {
      expect(front?.route).toBe('pages/sign-in/index')
      expect(decodeURIComponent(front?.options.next ?? '')).toBe(`/${route}?appointmentId=x`)
    }
    const { nodes, depth, children } = app.size()
    expect({ route, ok: nodes <= 500 && depth < 20 && children <= 30 }).toEqual({ route, ok: true })
    expect(Math.max(...app.patches)).toBeLessThan(128 * 1024)
  }
})
