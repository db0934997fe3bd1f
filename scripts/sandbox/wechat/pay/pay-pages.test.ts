import { sign } from 'node:crypto'
import { appId } from '../testing'
import { begin, type PayTest, startPayTest } from './testing'

let test: PayTest
beforeAll(async () => {
  test = await startPayTest()
})
afterAll(() => test.stop())

/** The sheet's address as the H5 build opens it. */
async function sheet(more: Record<string, string> = {}) {
  const { no, prepayId } = await test.place({ description: '<县人民医院> 挂号费' })
  const given = { appId, timeStamp: String(begin / 1000), nonceStr: 'n1', package: `prepay_id=${prepayId}` }
  const text = `${Object.values(given).join('\n')}\n`
  const paySign = sign('sha256', Buffer.from(text), test.sandbox.payKeys.merchant.privateKey).toString('base64')
  const query = new URLSearchParams({ ...given, signType: 'RSA', paySign, redirect: '/packages/x?id=1', ...more })
  return { no, address: `${test.sandbox.url}/pay?${query}` }
}
async function press(address: string, verb: string, cookie = '') {
  const page = await (await fetch(address, { headers: { cookie } })).text()
  const action = new RegExp(`action="(pay/${verb}[^"]*)"`).exec(page)?.[1]
  if (!action) return { page, location: null, answer: '' }
  const target = new URL(action.replaceAll('&amp;', '&'), address)
  const response = await fetch(target, { method: 'POST', redirect: 'manual', headers: { cookie } })
  return { page, location: response.headers.get('location'), answer: await response.text() }
}
const stateOf = async (no: string) => (await test.query(no)).body.trade_state

it('shows payee, amount and who pays, and takes the payment', async () => {
  const { no, address } = await sheet()
  const { page, location } = await press(address, 'ok')
  for (const shown of ['¥15.00', '&lt;县人民医院&gt; 挂号费', '林秀英', '支付', '取消', '支付失败'])
    expect(page).toContain(shown)
  expect(location).toBe('/packages/x?id=1&payResult=ok')
  expect(await stateOf(no)).toBe('SUCCESS')
  expect((await press(address, 'ok')).answer).toContain('已经付过')
})

it.each(['cancel', 'fail'])('comes back with %s, nothing paid', async verb => {
  const { no, address } = await sheet()
  expect((await press(address, verb)).location).toBe(`/packages/x?id=1&payResult=${verb}`)
  expect(await stateOf(no)).toBe('NOTPAY')
})

it('lets nobody else pay', async () => {
  const { no, address } = await sheet()
  const { page, location } = await press(address, 'ok', 'sandbox_wechat_persona=elder')
  expect([page.includes('这笔订单要由林秀英支付'), location]).toEqual([true, null])
  await fetch(address.replace('/pay?', '/pay/ok?'), {
    method: 'POST',
    headers: { cookie: 'sandbox_wechat_persona=elder' },
  })
  expect(await stateOf(no)).toBe('NOTPAY')
})

it.each([
  ['a signature of other parameters', { nonceStr: 'n2' }, '签名失败'],
  ['another app', { appId: 'wxforeign' }, 'appId'],
  ['a way back to a foreign host', { redirect: 'https://evil.example/' }, '打不开这个页面'],
])('does not open with %s', async (_what, more, words) => {
  const { address } = await sheet(more)
  const response = await fetch(address)
  expect([response.status, (await response.text()).includes(words)]).toEqual([400, true])
})
