import { appendFileSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startWechatSandbox } from '../start'
import { appId, appSecret } from '../testing'
import { wechatPayEnvironment } from './environment'
import { askSigned, begin, openid, startMerchant } from './testing'

const folder = mkdtempSync(join(tmpdir(), 'pay-restart-'))
afterAll(() => rmSync(folder, { recursive: true }))

const start = () => startWechatSandbox({ port: 0, appId, appSecret, folder, now: () => begin })
const settings = { baseUrl: 'http://127.0.0.1:1', notifyUrl: 'http://127.0.0.1:1/notice' }

it('keeps keys, orders, refunds and undelivered callbacks, torn last line and all', async () => {
  const merchant = await startMerchant()
  const first = await start()
  const before = wechatPayEnvironment(first.payKeys, settings)
  const placed = await askSigned(first, 'POST', '/v3/pay/transactions/jsapi', {
    appid: appId,
    mchid: first.payKeys.mchid,
    description: '挂号费',
    out_trade_no: 'kept-1',
    notify_url: merchant.url,
    amount: { total: 1500 },
    payer: { openid },
  })
  await first.pay.set({ callbacks: 'held' })
  await first.pay.pay({ prepay_id: String(placed.body.prepay_id) })
  await askSigned(first, 'POST', '/v3/refund/domestic/refunds', {
    out_trade_no: 'kept-1',
    out_refund_no: 'kept-1-r',
    notify_url: merchant.url,
    amount: { refund: 500, total: 1500, currency: 'CNY' },
  })
  const books = await first.pay.books()
  await first.stop()
  appendFileSync(join(folder, 'pay.jsonl'), '{"orders":[{"prepayId":"wx')

  const second = await start()
  expect(wechatPayEnvironment(second.payKeys, settings)).toEqual(before)
  expect((await second.pay.books()).orders).toEqual(books.orders)
  await second.advanceClock(20_000)
  await second.pay.settle()
  expect(merchant.received.map(({ body }) => JSON.parse(body).event_type).sort()).toEqual([
    'REFUND.SUCCESS',
    'TRANSACTION.SUCCESS',
  ])
  await Promise.all([second.stop(), merchant.stop()])
})

it('gives the settings for one way of checking signatures, or for both', async () => {
  const sandbox = await start()
  const names = (verifyBy?: 'public-key' | 'certificate') =>
    Object.keys(wechatPayEnvironment(sandbox.payKeys, { ...settings, verifyBy })).filter(name =>
      /PUBLIC|PLATFORM/.test(name),
    )
  await sandbox.stop()
  expect(names()).toEqual([...names('public-key'), ...names('certificate')])
  expect(names('public-key')).toEqual(['WECHAT_PAY_PUBLIC_KEY_ID', 'WECHAT_PAY_PUBLIC_KEY'])
  expect(names('certificate')).toEqual(['WECHAT_PAY_PLATFORM_CERTIFICATES'])
})
