import { createServer, request, type Server } from 'node:http'
import { type AddressInfo } from 'node:net'
import { startWechatSandbox, type WechatSandbox } from './start'
import { appId, appSecret, askAsServer, startForTest } from './testing'

const prefix = '/sandbox/wechat'
let sandbox: WechatSandbox
let proxy: Server
let base: string

/** As our server does it: the prefix goes, everything else stays. */
beforeAll(async () => {
  sandbox = await startForTest()
  proxy = createServer((incoming, outgoing) => {
    const { method, url = '' } = incoming
    const headers = { ...incoming.headers, 'x-forwarded-prefix': prefix }
    const forwarded = request(sandbox.url + url.slice(prefix.length), { method, headers }, answer => {
      outgoing.writeHead(answer.statusCode!, answer.headers)
      answer.pipe(outgoing)
    })
    incoming.pipe(forwarded)
  })
  await new Promise<void>(done => proxy.listen(0, '127.0.0.1', done))
  base = `http://127.0.0.1:${(proxy.address() as AddressInfo).port}${prefix}`
})
afterAll(async () => {
  proxy.close()
  proxy.closeAllConnections()
  await sandbox.stop()
})

async function open(address: string) {
  const response = await fetch(address)
  const text = await response.text()
  const first = (pattern: RegExp) => {
    const found = pattern.exec(text)?.[1]
    if (found === undefined) throw new Error(`no ${pattern} in ${text}`)
    return new URL(found.replaceAll('&amp;', '&'), address).href
  }
  return { status: response.status, text, first }
}
const submit = async (address: string) => {
  const response = await fetch(address, { method: 'POST', redirect: 'manual' })
  return { status: response.status, location: response.headers.get('location') }
}

it('signs a chosen persona in, behind a path prefix', async () => {
  const page = await open(`${base}/personas?redirect=${encodeURIComponent('/packages/a?x=1#top')}`)
  expect(page.text).toContain('林秀英')
  const { status, location } = await submit(page.first(/action="(personas\/resident\/sign-in[^"]*)"/))
  expect(status).toBe(303)
  const target = new URL(location!, base)
  expect(location).toMatch(/^\/packages\/a\?x=1&code=[0-9a-f]{32}#top$/)
  const { body } = await askAsServer(sandbox).signIn(target.searchParams.get('code')!)
  expect(body).toMatchObject({ openid: expect.stringContaining('resident') })
})

it('makes a newcomer when asked', async () => {
  const page = await open(`${base}/personas?redirect=/`)
  const before = await sandbox.personas()
  const { location } = await submit(page.first(/action="(personas\/newcomer\/sign-in[^"]*)"/))
  const added = (await sandbox.personas()).filter(({ id }) => !before.some(known => known.id === id))
  expect(added).toHaveLength(1)
  const { body } = await askAsServer(sandbox).signIn(new URL(location!, base).searchParams.get('code')!)
  expect(body.openid).toBe(added[0]?.openid)
})

it('is no open redirect', async () => {
  for (const evil of ['https://evil.example/', '//evil.example', '/.//evil.example']) {
    const query = `redirect=${encodeURIComponent(evil)}`
    expect((await open(`${base}/personas?${query}`)).status).toBe(400)
    expect((await open(`${base}/phone?persona=resident&${query}`)).status).toBe(400)
    expect(await submit(`${base}/personas/resident/sign-in?${query}`)).toEqual({ status: 400, location: null })
    expect(await submit(`${base}/phone/resident/allow?${query}`)).toEqual({ status: 400, location: null })
  }
})

it('comes back to the host that the browser asked, also through a proxy with a name of its own', async () => {
  const address = `${sandbox.url}/personas?redirect=${encodeURIComponent('https://county.example/a')}`
  const statusFor = async (headers: Record<string, string>) => (await fetch(address, { headers })).status
  expect(await statusFor({ 'x-forwarded-host': 'county.example' })).toBe(200)
  expect(await statusFor({ 'x-forwarded-host': 'other.example' })).toBe(400)
})

it('asks for the phone number, and takes no for an answer', async () => {
  const page = await open(`${base}/phone?persona=resident&redirect=${encodeURIComponent('/me?x=1')}`)
  expect(page.text).toContain('199****0001')
  const yes = await submit(page.first(/action="(phone\/resident\/allow[^"]*)"/))
  expect(yes.location).toMatch(/^\/me\?x=1&phoneCode=[0-9a-f]{32}$/)
  const no = await submit(page.first(/action="(phone\/resident\/deny[^"]*)"/))
  expect(no.location).toBe('/me?x=1&phoneDenied=1')
})

it('remembers in the browser who signed in, for the phone button and for agreeing to messages', async () => {
  const chosen = await fetch(`${base}/personas/elder/sign-in?redirect=/`, { method: 'POST', redirect: 'manual' })
  const cookie = chosen.headers.get('set-cookie')!.split(';')[0]!
  expect(chosen.headers.get('set-cookie')).toContain(`path=${prefix};`)
  const phone = await fetch(`${base}/phone?redirect=/`, { headers: { cookie } })
  expect(await phone.text()).toContain('phone/elder/allow')

  const agree = (headers: Record<string, string>) =>
    fetch(`${base}/quota`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify({ templateIds: ['sandbox-waitlist-offer'] }),
    })
  expect(await (await agree({ cookie })).json()).toMatchObject({ 'sandbox-waitlist-offer': 'accept' })
  expect((await open(`${base}/personas/elder/messages`)).text).toContain('还能收 1 条')
  expect((await agree({})).status).toBe(404)
  expect((await fetch(`${base}/phone?redirect=/`)).status).toBe(400)
})

it('asks no more for what was refused for good, until its settings allow it again', async () => {
  const ask = async () => {
    const body = JSON.stringify({ templateIds: ['sandbox-refund', 'sandbox-payment'] })
    const headers = { 'content-type': 'application/json', cookie }
    return (await fetch(`${base}/quota`, { method: 'POST', headers, body })).json()
  }
  const chosen = await fetch(`${base}/personas/family-doctor/sign-in?redirect=/`, {
    method: 'POST',
    redirect: 'manual',
  })
  const cookie = chosen.headers.get('set-cookie')!.split(';')[0]!
  const settings = await fetch(`${base}/messages`, { headers: { cookie }, redirect: 'manual' })
  expect(settings.headers.get('location')).toBe('personas/family-doctor/messages')
  expect((await fetch(`${base}/messages`)).status).toBe(400)

  expect(await ask()).toMatchObject({ 'sandbox-refund': 'accept', 'sandbox-payment': 'accept' })
  const page = await open(`${base}/personas/family-doctor/messages`)
  await submit(page.first(/action="(refuse\?template=sandbox-refund)"/))
  expect(await ask()).toMatchObject({ 'sandbox-refund': 'reject', 'sandbox-payment': 'accept' })
  const refused = await open(`${base}/personas/family-doctor/messages`)
  expect(refused.text).toContain('不接收，也不再问')
  await submit(refused.first(/action="(accept\?template=sandbox-refund)"/))
  expect(await ask()).toMatchObject({ 'sandbox-refund': 'accept' })
})

it('shows what a persona has received, with a link to its page, and counts what it accepts', async () => {
  const templateId = 'sandbox-appointment-state'
  const empty = await open(`${base}/personas/clerk/messages`)
  expect(empty.text).toContain('还没有消息')
  const accepted = await submit(empty.first(/action="(accept\?template=sandbox-appointment-state)"/))
  expect(accepted).toEqual({ status: 303, location: 'messages' })
  expect((await open(`${base}/personas/clerk/messages`)).text).toContain('还能收 1 条')

  const ask = askAsServer(sandbox)
  const clerk = (await sandbox.personas()).find(({ id }) => id === 'clerk')!
  const data = {
    thing1: { value: '<b>李秀英</b>' },
    thing2: { value: '县医院' },
    time3: { value: '2026年11月22日 09:00' },
    phrase4: { value: '已确认' },
    thing5: { value: '请带身份证' },
  }
  const body = { touser: clerk.openid, template_id: templateId, page: 'packages/x?id=1&a=2', data }
  await ask.post('/cgi-bin/message/subscribe/send', body, { access_token: await ask.token() })
  const full = await open(`${base}/personas/clerk/messages`)
  expect(full.text).toContain('&lt;b&gt;李秀英&lt;/b&gt;')
  expect(full.text).not.toContain('<b>')
  expect(full.first(/href="([^"]*packages[^"]*)"/)).toBe(new URL('/packages/x?id=1&a=2', base).href)
})

it('leads from a message to the application, wherever that is', async () => {
  const elsewhere = await startWechatSandbox({ port: 0, appId, appSecret, appUrl: 'http://localhost:3000' })
  const ask = askAsServer(elsewhere)
  const { id, openid } = await elsewhere.addPersona()
  await elsewhere.acceptMessages(id, ['sandbox-account-notice'])
  const data = { thing1: { value: '一' }, time2: { value: '9:00' }, thing3: { value: '三' } }
  const body = { touser: openid, template_id: 'sandbox-account-notice', page: 'packages/x?id=1', data }
  await ask.post('/cgi-bin/message/subscribe/send', body, { access_token: await ask.token() })
  expect((await open(`${elsewhere.url}/personas/${id}/messages`)).text).toContain(
    '"http://localhost:3000/packages/x?id=1"',
  )
  await elsewhere.stop()
})

it('says 404 or 400 for whom it does not know', async () => {
  await expect(sandbox.loginCode('nobody')).rejects.toThrow('404')
  await expect(sandbox.addPersona({ id: '../x' })).rejects.toThrow('400')
  await expect(sandbox.addPersona({ phone: '123' })).rejects.toThrow('400')
  expect((await open(`${base}/personas/nobody/messages`)).status).toBe(400)
})
